import Instructions

/// Where a run stands: all that decides how it goes on, besides tensors.
package struct TrainerProgress: Sendable, Equatable {
  /// Steps done.
  package var step = 0
  /// The best score so far, under the recipe's metric.
  package var best: BestScore?
  /// The step that it was reached at.
  package var bestStep: Int?
  /// How long the score has not improved.
  package var patience = Patience()
  /// The last step that the model was evaluated after.
  package var lastEvaluation: Int?
  /// The last step that has a checkpoint.
  package var lastCheckpoint: Int?
  /// What became of the examples of all steps.
  package var ledger = Ledger()
  /// What loss and gradient norm have been of late.
  package var spikes = SpikeWatch()

  /// A run that has not begun.
  package init() {}
}
