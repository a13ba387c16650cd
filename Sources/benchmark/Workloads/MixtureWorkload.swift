import Benchmarking
import Instructions

/// Training on a real mixture: packed by us, padded by the others.
enum MixtureWorkload {
  /// Pairs for so many of our steps; a peer that needs more begins again.
  private static let steps = 8
  static var workload: Workload {
    Workload(
      name: "mixture/small", section: .mixture, unit: .rate(name: "target tokens/s", scale: 1),
      peers: [
        Peer(name: "transformers", script: "transformers_training", variant: "eager"),
        Peer(
          name: "transformers-5", script: "transformers_training", variant: "eager",
          environment: "-transformers5"),
        Peer(name: "jax", script: "jax_training"),
      ], isPairwise: true
    ) { bench in
      guard bench.data != nil else { throw NotMeasured(description: "name a folder of tasks with --data") }
      var work = Work(.mixture, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.tasks = bench.tasks
      work.vocabulary = bench.vocabulary
      work.rows = 8
      work.inputLength = 512
      work.targetLength = 128
      work.dropout = 0.05
      work.batches = 2
      let stream = try DrawnPairs.stream(bench, inputLength: work.inputLength)
      let batches = try BatchStream(stream, configuration: work.packing)
      let pairs = try DrawnPairs.first(batches.examplesPerStep * steps, of: stream)
      work.pairs = try bench.folder.write(pairs)
      return .init(work: work, notes: [pairs.lengths, try rows(batches)])
    }
  }

  /// How full our rows are.
  private static func rows(_ stream: BatchStream) throws -> String {
    var (cursor, fill) = (BatchCursor(stream), PackingFill())
    for step in 0..<steps { fill.add(try cursor.batch(step: step).fill) }
    let row = stream.packer.configuration
    func percent(_ fraction: Double) -> Int { Int((100 * fraction).rounded()) }
    return """
      everyone's rows have up to (\(row.inputLength), \(row.targetLength)) tokens; ours are packed as training packs them, \(stream.examplesPerStep) pairs in a step of \(row.rows) rows, \
      \(percent(fill.inputs)) and \(percent(fill.targets)) % full; peers pad \
      \(row.rows) pairs to the longest of them, jax to the full length
      """
  }
}

/// Text to ids.
enum TokenizingWorkload {
  /// Enough text for a second or so.
  private static let mostBytes = 8_000_000

  static var workload: Workload {
    Workload(
      name: "tokenizing", section: .tokenizing, unit: .rate(name: "MB/s", scale: 1e6),
      peers: [Peer(name: "sentencepiece", script: "sentencepiece_tokenizing")]
    ) { bench in
      var work = Work(.tokenizing, threads: 1)
      work.vocabulary = bench.vocabulary
      let lines = try lines(bench)
      work.text = try bench.folder.write(lines)
      let bytes = lines.reduce(0) { $0 + $1.utf8.count }
      return .init(
        work: work, notes: ["\(lines.count) lines of \(bytes / max(lines.count, 1)) bytes in the mean"])
    }
  }

  /// The instances' inputs and rationales, one a line.
  private static func lines(_ bench: Bench) throws -> [String] {
    var bytes = 0
    return try TaskCollection.load(path: bench.tasks).tasks.flatMap { task in
      task.instances.flatMap { [$0.input] + ($0.rationale.map { [$0] } ?? []) }
    }.prefix { text in
      bytes += text.utf8.count
      return bytes <= mostBytes
    }.map { $0.replacing("\n", with: " ").replacing("\r", with: " ") }
  }
}
