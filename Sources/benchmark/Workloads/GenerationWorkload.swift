import Benchmarking

/// Greedy generation, 8 x (128 -> 64).
enum GenerationWorkload {
  static var workload: Workload {
    Workload(
      name: "generation/small/8x128x64", kind: .generation, unit: .rate(name: "tokens/s", scale: 1),
      peers: [
        Peer(name: "transformers", script: "transformers_generation"),
        Peer(name: "ctranslate2-float32", script: "ctranslate2_generation", variant: "float32"),
        Peer(name: "ctranslate2-int8", script: "ctranslate2_generation", variant: "int8"),
      ]
    ) { bench in
      var work = Work(.generation, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
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
