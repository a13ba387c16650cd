import Benchmarking

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
