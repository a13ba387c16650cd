import Benchmarking
import Diagnostics
import Instructions

/// From task files in memory to packed batches.
enum DataPathWorkload {
  static var workload: Workload { workload(name: "data", cache: nil) }

  /// The same with tokenized examples from the cache.
  static var cached: Workload { workload(name: "data/cached", cache: "tokens") }

  private static func workload(name: String, cache: String?) -> Workload {
    Workload(name: name, section: .data, unit: .rate(name: "examples/s", scale: 1)) { bench in
      var work = Work(.data, threads: 1)
      work.tasks = bench.tasks
      work.vocabulary = bench.vocabulary
      work.rows = 16
      work.inputLength = 256
      work.targetLength = 64
      work.batches = 32
      work.cache = cache.map(bench.folder.folder) ?? ""
      return .init(work: work)
    }
  }

  /// Formatting, tokenizing and packing beside SeqIO, a core each; chain-of-thought tables only, which it
  /// reads too.
  static var formatting: Workload {
    Workload(
      name: "data/formatting", section: .formatting, unit: .rate(name: "examples/s", scale: 1),
      peers: [Peer(name: "seqio", script: "seqio_formatting", environment: "-seqio")]
    ) { bench in
      guard let tables = bench.data,
        try InputFile.names(in: tables, what: "folder").contains(where: {
          $0.hasSuffix(".tsv")
        })
      else {
        throw NotMeasured(description: "name a folder of chain-of-thought tables with --data")
      }
      var work = Work(.data, threads: 1)
      work.tasks = tables
      work.vocabulary = bench.vocabulary
      work.rows = 16
      work.inputLength = 512
      work.targetLength = 128
      work.batches = 32
      return .init(work: work, notes: [try bytesPerExample(bench, inputLength: work.inputLength)])
    }
  }

  /// What turns examples per second into bytes per second.
  private static func bytesPerExample(_ bench: Bench, inputLength: Int) throws -> String {
    let stream = try DrawnPairs.stream(bench, inputLength: inputLength)
    let count = 2000
    let bytes = try (0..<count).reduce(0) { sum, position in
      let example = try stream.example(at: position)
      return sum + example.prompt.utf8.count + example.target.utf8.count
    }
    return "an example has \(bytes / count) bytes of prompt and target in the mean"
  }
}

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
