import Benchmarking
import Models

/// A decoder-only model of SmolLM2-135M's dimensions: training steps on full rows, greedy generation.
enum DecoderWorkload {
  /// Rows of one example each, whose prompt and target are 2048 or 512 tokens together; the loss is on targets alone.
  static var training: [Workload] {
    let script = "transformers_decoder_training"
    let peers = [
      Peer(name: "transformers", script: script, variant: "eager"),
      Peer(name: "transformers-5", script: script, variant: "eager", environment: "-transformers5"),
      Peer(name: "torch-compile", script: script, variant: "compiled"),
    ]
    return [(1, 1536, 512), (4, 384, 128)].map { rows, inputLength, targetLength in
      Workload(
        name: "training/decoder/\(rows)x\(inputLength)x\(targetLength)", section: .training, unit: .seconds,
        peers: peers, isPairwise: true
      ) { bench in
        var work = try work(.training, bench, rows, inputLength, targetLength)
        work.dropout = 0
        return .init(work: work)
      }
    }
  }

  /// One prompt, and eight.
  static var generation: [Workload] {
    [1, 8].map { rows in
      Workload(
        name: "generation/decoder/\(rows)x128x64", section: .generation,
        unit: .rate(name: "tokens/s", scale: 1),
        peers: [
          Peer(name: "transformers", script: "transformers_decoder_generation"),
          Peer(
            name: "transformers-5", script: "transformers_decoder_generation", environment: "-transformers5"),
          Peer(name: "llama.cpp-float32", script: "llama_cpp_generation", environment: "-llama-cpp"),
        ]
      ) { bench in try .init(work: work(.generation, bench, rows, 128, 64)) }
    }
  }

  private static func work(
    _ kind: Work.Kind, _ bench: Bench, _ rows: Int, _ inputLength: Int, _ targetLength: Int
  ) throws -> Work {
    var work = Work(kind, threads: bench.threads)
    work.model = try bench.folder.decoder(tokenizer: bench.tokenizer)
    work.rows = rows
    work.inputLength = inputLength
    work.targetLength = targetLength
    work.pairs = try bench.folder.write(DrawnPairs.full(rows, inputLength, targetLength, ids: 49_000))
    return work
  }
}
