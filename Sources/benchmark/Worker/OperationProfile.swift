import Benchmarking
import Training

/// Where a step's time goes, by operation.
enum OperationProfile {
  /// The timings of the latest step, the longest first; `nil` while the runtime does not tell them.
  static func latest(of step: TrainingStep) -> [OperationTiming]? { nil }
}
