import Benchmarking

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
