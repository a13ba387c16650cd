import Benchmarking

/// From task files in memory to packed batches.
enum DataPathWorkload {
  static var workload: Workload {
    Workload(name: "data", kind: .data, unit: .rate(name: "examples/s", scale: 1)) { bench in
      var work = Work(.data, threads: 1)
      work.tasks = bench.tasks
      work.vocabulary = bench.vocabulary
      work.rows = 16
      work.inputLength = 256
      work.targetLength = 64
      work.batches = 32
      return .init(work: work)
    }
  }
}
