import Evaluation
import Recipes

/// What checkpoints are compared by: the recipe's metric, then the held-out loss, then which comes later.
///
/// Scores that count whole answers, such as exact match, can stay the same for long while a model learns; the
/// loss tells then which weights are better.
package struct BestScore: Sendable, Codable, Equatable {
  /// The score under the metric.
  package var value: Double
  /// The held-out loss, in nats per token, that decides where scores are the same; `nil` where none is known.
  package var loss: Double?

  /// A score.
  package init(_ value: Double, loss: Double? = nil) {
    self.value = value
    self.loss = loss
  }

  /// What `summary` scored under `metric`; `nil` where it does not have that score, or it is not finite.
  package init?(_ summary: EvaluationSummary, _ metric: BestMetric) {
    guard let value = summary.value(of: metric), value.isFinite else { return nil }
    self.init(value, loss: summary.tieBreakingLoss(of: metric))
  }

  /// Whether weights with this score take the place of earlier ones with `other`: by the metric, then by the
  /// loss; where both are the same, the later ones do.
  package func replaces(_ other: BestScore?, by metric: BestMetric) -> Bool {
    guard let other else { return true }
    let gain = metric.gain(of: value, on: other.value)
    if gain != 0 { return gain > 0 }
    // A run of an earlier version has no loss in its checkpoint: the later weights are taken.
    guard let earlier = other.loss else { return true }
    return loss.map { $0 <= earlier } ?? false
  }

  /// Whether this score is `goal` or better.
  package func reaches(_ goal: Double, by metric: BestMetric) -> Bool {
    metric.gain(of: value, on: goal) >= 0
  }

  /// Whether this score counts as an improvement on `other`: by the metric, or where that is as good, by the
  /// loss.
  /// - Parameter margin: what must be gained at least, by the metric or by the loss, where it is above 0; a
  ///   smaller gain by the metric is none.
  package func improves(on other: BestScore?, by metric: BestMetric, margin: Double) -> Bool {
    guard let other else { return true }
    let gain = metric.gain(of: value, on: other.value)
    if gain > 0, gain >= margin { return true }
    guard gain >= 0, let loss, let earlier = other.loss else { return false }
    return loss < earlier && earlier - loss >= margin
  }
}

extension BestMetric {
  /// By how much `value` is better than `other`.
  fileprivate func gain(of value: Double, on other: Double) -> Double {
    higherIsBetter ? value - other : other - value
  }
}

extension EvaluationSummary {
  /// The loss that decides where scores by `metric` are the same: of the same held-out examples, or of the
  /// suite; where that has none, of held-out instances, else of held-out clusters, else of texts.
  package func tieBreakingLoss(of metric: BestMetric) -> Double? {
    let own: BestMetric? =
      switch metric {
      case .heldOut(let group, _, let format): .heldOut(group, .loss, format)
      case .suite(let name, _): .suite(name, .loss)
      case .normalizedAverage: nil
      }
    let candidates =
      [own] + EvaluationGroup.Name.allCases.map { .heldOut($0, .loss) }
    return candidates.lazy.compactMap { $0 }.compactMap { self.value(of: $0) }.first(where: \.isFinite)
  }
}

/// How long the score has not improved: what early stopping is decided by. Each checkpoint holds it.
package struct Patience: Sendable, Codable, Equatable {
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
