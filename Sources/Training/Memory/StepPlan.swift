import Models

/// How a run's step will be computed, and what that takes.
public struct StepPlan: Sendable {
  /// The step's programs.
  public let programs: TrainingStepPrograms
  /// The blocks that are recomputed.
  public let recomputed: RecomputedBlocks
  /// The memory at the run's peak.
  public let memory: MemoryEstimate
}
