import Benchmarking
import Models

/// Training steps on full rows of one example each: no padding, nothing that packing could win.
struct TrainingWorkload {
  var preset: ModelPreset
  var vocabularySize = 32_128
  var rows: Int
  var inputLength: Int
  var targetLength: Int
  var dropout: Double

  static var all: [Workload] {
    let peers = [
      Peer(name: "transformers", script: "transformers_training", variant: "eager"),
      Peer(
        name: "transformers-5", script: "transformers_training", variant: "eager",
        environment: "-transformers5"),
      Peer(name: "jax", script: "jax_training"),
    ]
    let compiled = Peer(name: "torch-compile", script: "transformers_training", variant: "compiled")
    let presets: [ModelPreset] = [.small, .base]
    return presets.flatMap { preset in
      [(8, 512, 128), (4, 256, 64)].flatMap { rows, inputLength, targetLength in
        [0.05, 0].map { dropout in
          TrainingWorkload(
            preset: preset, rows: rows, inputLength: inputLength, targetLength: targetLength, dropout: dropout
          ).workload(peers: preset == .small ? peers + [compiled] : peers)
        }
      }
    }
  }

  /// The step as a workload.
  func workload(peers: [Peer]) -> Workload {
    Workload(
      name: "training/\(preset.rawValue)/\(rows)x\(inputLength)x\(targetLength)/dropout-\(dropout.shortText)",
      section: .training, unit: .seconds, peers: peers, isLong: preset == .base,
      isPairwise: true, prepare: prepare)
  }

  /// The files that a step on full rows needs.
  func prepare(_ bench: Bench) throws -> Workload.Prepared {
    var work = Work(.training, threads: bench.threads)
    work.model = try bench.folder.model(preset, vocabularySize: vocabularySize, tokenizer: bench.tokenizer)
    work.rows = rows
    work.inputLength = inputLength
    work.targetLength = targetLength
    work.dropout = dropout
    work.pairs = try bench.folder.write(
      DrawnPairs.full(rows, inputLength, targetLength, ids: vocabularySize - 128))
    return .init(work: work)
  }
}

extension Double {
  /// `0` and not `0.0`.
  fileprivate var shortText: String { self == 0 ? "0" : "\(self)" }
}

/// A training step on a machine that others use too.
enum BusyWorkload {
  static var workload: Workload {
    let step = TrainingWorkload(preset: .small, rows: 4, inputLength: 256, targetLength: 64, dropout: 0)
    return Workload(
      name: "busy/small/4x256x64", section: .busy, unit: .seconds,
      peers: [Peer(name: "transformers", script: "transformers_training", variant: "eager")],
      isLong: true, isBusy: true, prepare: step.prepare)
  }
}
