/// How long the score has not improved: what early stopping goes by. Each checkpoint holds it.
public struct Patience: Sendable, Equatable {
  /// The score of the last evaluation that counts as an improvement.
  public var reference: Double?
  /// Evaluations since then.
  public var evaluations = 0

  /// Nothing has been evaluated.
  public init() {}

  /// Counts an evaluation; one that does not have the score, or a score that is not finite, is no improvement.
  /// - Parameter margin: what a better score must gain on the reference to count.
  mutating func count(_ value: Double?, of metric: BestMetric, margin: Double) {
    if let value, metric.isBetter(value, than: reference, by: margin) {
      (reference, evaluations) = (value, 0)
    } else {
      evaluations += 1
    }
  }
}
