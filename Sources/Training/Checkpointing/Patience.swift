import Recipes

/// How long the score has not improved: what early stopping goes by. Each checkpoint holds it.
package struct Patience: Sendable, Equatable {
  /// The score of the last evaluation that counts as an improvement.
  package var reference: BestScore?
  /// Evaluations since then.
  package var evaluations = 0

  /// Nothing has been evaluated.
  package init() {}

  /// Counts an evaluation; one that does not have the score is no improvement.
  /// - Parameter margin: what a better score must gain on the reference to count.
  package mutating func count(_ score: BestScore?, of metric: BestMetric, margin: Double) {
    if let score, score.improves(on: reference, by: metric, margin: margin) {
      (reference, evaluations) = (score, 0)
      return
    }
    evaluations += 1
    // A reference from a checkpoint of an earlier version has no loss; from here on there is one to fall below.
    if let score, reference?.loss == nil, reference?.value == score.value { reference?.loss = score.loss }
  }
}
