import Benchmarking
import Instructions

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
