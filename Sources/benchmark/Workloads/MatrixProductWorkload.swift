import Benchmarking

/// The roofline.
enum MatrixProductWorkload {
  static var workload: Workload {
    Workload(
      name: "roofline", kind: .roofline, unit: .rate(name: "GFLOP/s", scale: 1e9),
      peers: [Peer(name: "torch", script: "torch_matrix_product")]
    ) { bench in .init(work: Work(.roofline, threads: bench.threads)) }
  }
}
