import Checkpoints

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

  /// Takes from a checkpoint's state what `keepScores` put there; checkpoints of earlier versions have no losses.
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
