import Benchmarking

/// The batch of a random step of a stored source.
enum ScaleWorkload {
  static let examples = 1_000_000

  static var workload: Workload {
    Workload(name: "data/scale", section: .scale, unit: .rate(name: "batches/s", scale: 1)) { bench in
      var work = Work(.scale, threads: 1)
      work.tasks = bench.folder.folder("scale")
      work.vocabulary = bench.vocabulary
      work.examples = examples
      work.rows = 8
      work.inputLength = 512
      work.targetLength = 128
      work.batches = 20
      return .init(work: work, notes: ["\(examples) short examples of 1,836 tasks"])
    }
  }
}
