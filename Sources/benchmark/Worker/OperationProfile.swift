import Autograd
import Benchmarking
import Training

/// Where a step's time goes, by operation.
enum OperationProfile {
  /// The timings of steps like the latest, the longest first. The parameters take those steps as well.
  static func measured(on step: TrainingStep) -> [OperationTiming] {
    (step.profile(runs: 3)?.entries ?? []).map { entry in
      OperationTiming(
        name: entry.operation, calls: entry.count, seconds: entry.seconds,
        floatingPointOperations: Double(entry.cost.floatingPointOperations))
    }
  }
}
