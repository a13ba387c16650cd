import Instructions

/// Where a run stands: all that decides how it goes on, besides tensors.
public struct TrainerProgress: Sendable, Equatable {
  /// Steps done.
  public var step = 0
  /// The best score so far, under the recipe's metric.
  public var best: BestScore?
  /// The step that it was reached at.
  public var bestStep: Int?
  /// How long the score has not improved.
  public var patience = Patience()
  /// The last step that the model was evaluated after.
  public var lastEvaluation: Int?
  /// The last step that has a checkpoint.
  public var lastCheckpoint: Int?
  /// What became of the examples of all steps.
  public var ledger = Ledger()
  /// What loss and gradient norm have been of late.
  public var spikes = SpikeWatch()

  /// A run that has not begun.
  public init() {}
}
