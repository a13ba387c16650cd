import Benchmarking
import Models

/// Greedy generation: 8 x (128 -> 64), and as evaluations have it, many prompts of uneven lengths.
enum GenerationWorkload {
  private static let peers = [
    Peer(name: "transformers", script: "transformers_generation"),
    Peer(name: "transformers-5", script: "transformers_generation", environment: "-transformers5"),
    Peer(name: "ctranslate2-float32", script: "ctranslate2_generation", variant: "float32"),
  ]

  /// Prompts of the mixture, longest first, in batches of 32: packed by us, padded by the others.
  static var ofEvaluation: Workload {
    Workload(
      name: "generation/small/evaluation", section: .generation, unit: .rate(name: "tokens/s", scale: 1),
      peers: peers
    ) { bench in
      var work = Work(.generation, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.rows = 32
      work.inputLength = 512
      work.targetLength = 32
      var pairs = try DrawnPairs.first(128, of: DrawnPairs.stream(bench, inputLength: work.inputLength))
      pairs.inputs = pairs.inputs.map { Array($0.suffix(work.inputLength)) }
        .sorted { $0.count > $1.count }
      work.pairs = try bench.folder.write(pairs)
      return .init(work: work, notes: [pairs.lengths + ", batches of 32, \(work.targetLength) tokens each"])
    }
  }

  /// Exact weights, and those of `--weights`.
  static var fixed: [Workload] { [WeightFormat.float32, .bfloat16, .int8].map(fixed) }

  private static func fixed(_ weights: WeightFormat) -> Workload {
    let suffix = weights == .float32 ? "" : "/\(weights.rawValue)"
    return Workload(
      name: "generation/small/8x128x64\(suffix)", section: .generation,
      unit: .rate(name: "tokens/s", scale: 1),
      peers: peers + [Peer(name: "ctranslate2-int8", script: "ctranslate2_generation", variant: "int8")]
    ) { bench in
      var work = Work(.generation, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.weights = weights.rawValue
      work.rows = 8
      work.inputLength = 128
      work.targetLength = 64
      // Only ids that are pieces: CTranslate2 is given pieces, not ids.
      let ids = min(bench.tokenizer.vocabularySize - 100, 32_000)
      work.pairs = try bench.folder.write(DrawnPairs.full(8, 128, 1, ids: ids))
      return .init(work: work)
    }
  }
}

/// Scoring the targets of pairs of uneven lengths.
enum ScoringWorkload {
  static var workload: Workload {
    Workload(
      name: "scoring/small", section: .scoring, unit: .rate(name: "target tokens/s", scale: 1),
      peers: [
        Peer(name: "transformers", script: "transformers_scoring"),
        Peer(name: "transformers-5", script: "transformers_scoring", environment: "-transformers5"),
      ]
    ) { bench in
      var work = Work(.scoring, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.rows = 8
      work.inputLength = 512
      work.targetLength = 128
      let pairs = try DrawnPairs.first(64, of: DrawnPairs.stream(bench, inputLength: work.inputLength))
      work.pairs = try bench.folder.write(pairs)
      return .init(work: work, notes: [pairs.lengths])
    }
  }
}
