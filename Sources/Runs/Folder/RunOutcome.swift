import Recipes

/// How a run has ended.
package struct RunOutcome: Sendable, Codable, Equatable {
  /// Why it ended.
  package enum Ending: String, Sendable, Codable {
    /// It did all its steps.
    case finished
    /// Its score had not improved for as many evaluations as the recipe has patience.
    case stoppedEarly
    /// Its score was as good as the recipe asks for (`evaluation.stopAt`).
    case reachedScore
    /// It was asked to stop, and wrote a full checkpoint.
    case stopped
    /// A loss or a weight was no longer finite.
    case diverged
    /// An error ended it.
    case failed
  }

  /// Why it ended.
  package var ending: Ending
  /// Whether the run is done, so that there is nothing to resume.
  package var isDone: Bool { ending == .finished || isEarly }
  /// Whether it is done with steps left to do.
  package var isEarly: Bool { ending == .stoppedEarly || ending == .reachedScore }
  /// The last step that was done.
  package var step: Int
  /// The step of the best checkpoint, where there is one.
  package var bestStep: Int?
  /// The metric that chose it.
  package var bestMetric: BestMetric?
  /// Its score.
  package var bestValue: Double?
  /// The held-out loss that decided among equal scores, in nats per token.
  package var bestLoss: Double?
  /// Whether the best checkpoint is that of the weights that training started from, though steps were done.
  package var isBestUntrained: Bool { bestStep == 0 && step > 0 }

  /// An outcome.
  package init(
    ending: Ending, step: Int, bestStep: Int? = nil, bestMetric: BestMetric? = nil, bestValue: Double? = nil,
    bestLoss: Double? = nil
  ) {
    self.ending = ending
    self.step = step
    self.bestStep = bestStep
    self.bestMetric = bestMetric
    self.bestValue = bestValue
    self.bestLoss = bestLoss
  }
}
