import Checkpoints
import Instructions

/// Where a run stands: everything besides tensors that decides how it goes on.
package struct TrainerProgress: Sendable, Codable, Equatable {
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
  /// What loss and gradient norm were in recent steps.
  package var spikes = SpikeWatch()

  /// A run that has not begun.
  package init() {}
}

extension TrainerProgress {
  private enum Key {
    static let bestValue = "bestValue"
    static let bestLoss = "bestLoss"
    static let bestStep = "bestStep"
    static let patienceReference = "patienceReference"
    static let patienceLoss = "patienceLoss"
    static let patienceEvaluations = "patienceEvaluations"
  }

  /// Puts all that decides what is best, and when to end early, into a checkpoint's state.
  package func keepScores(in state: inout TrainerState) {
    state.scalars[Key.bestValue] = best?.value
    state.scalars[Key.bestLoss] = best?.loss
    state.integers[Key.bestStep] = bestStep
    state.scalars[Key.patienceReference] = patience.reference?.value
    state.scalars[Key.patienceLoss] = patience.reference?.loss
    state.integers[Key.patienceEvaluations] = patience.evaluations
  }

  /// Takes from a checkpoint's state what `keepScores` put there; checkpoints of earlier versions have no
  /// losses.
  package mutating func readScores(of state: TrainerState) {
    func score(_ value: String, _ loss: String) -> BestScore? {
      state.scalars[value].map { BestScore($0, loss: state.scalars[loss]) }
    }
    best = score(Key.bestValue, Key.bestLoss)
    bestStep = state.integers[Key.bestStep]
    patience.reference = score(Key.patienceReference, Key.patienceLoss)
    patience.evaluations = state.integers[Key.patienceEvaluations] ?? 0
  }
}
