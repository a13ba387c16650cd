import Benchmarking
import Instructions

/// Training on a real mixture: packed by us, padded by the others.
enum MixtureWorkload {
  /// Pairs for so many of our steps; whoever needs more begins again.
  private static let steps = 8

  static var workload: Workload {
    Workload(
      name: "mixture/small", kind: .mixture, unit: .rate(name: "target tokens/s", scale: 1),
      peers: [
        Peer(name: "transformers", script: "transformers_training", variant: "eager"),
        Peer(name: "jax", script: "jax_training"),
      ], isPairwise: true
    ) { bench in
      guard bench.data != nil else { throw NotMeasured(description: "name a folder of tasks with --data") }
      var work = Work(.mixture, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.rows = 8
      work.inputLength = 512
      work.targetLength = 128
      work.dropout = 0.05
      work.batches = 2
      let stream = try DrawnPairs.stream(bench, inputLength: work.inputLength)
      let packing = PackingConfiguration(
        rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength)
      work.pairsPerStep = try BatchStream(stream, configuration: packing).examplesPerStep
      let pairs = try DrawnPairs.first(work.pairsPerStep * steps, of: stream)
      work.pairs = try bench.folder.write(pairs)
      return .init(
        work: work, notes: ["\(pairs.lengths); \(work.pairsPerStep) of them in a packed step of 8 rows"])
    }
  }
}
