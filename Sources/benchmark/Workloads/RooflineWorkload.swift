import Benchmarking

/// The roofline: what the processor and its memory can do at most, and what anyone's products reach.
enum RooflineWorkload {
  static var all: [Workload] { [registers, products, memory] }

  private static var registers: Workload {
    Workload(
      name: "roofline/registers", section: .registers, unit: .rate(name: "GFLOP/s", scale: 1e9)
    ) { bench in .init(work: Work(.registers, threads: bench.threads)) }
  }

  private static var products: Workload {
    Workload(
      name: "roofline/products", section: .products, unit: .rate(name: "GFLOP/s", scale: 1e9),
      peers: [
        Peer(name: "openblas", variant: OpenBLASTask.whole),
        Peer(name: "openblas-split", variant: OpenBLASTask.split),
        Peer(name: "torch", script: "torch_matrix_product"),
        Peer(name: "numpy", script: "numpy_matrix_product"),
      ]
    ) { bench in
      var work = Work(.products, threads: bench.threads)
      work.products = MatrixShape.common
      return .init(
        work: work,
        notes: [
          "openblas is the library that we link, with its own threads; openblas-split the same with rows split over ours"
        ])
    }
  }

  private static var memory: Workload {
    Workload(
      name: "roofline/memory", section: .memory, unit: .rate(name: "GB/s", scale: 1e9)
    ) { bench in
      .init(work: Work(.memory, threads: bench.threads), notes: ["ours is reading on all cores"])
    }
  }
}
