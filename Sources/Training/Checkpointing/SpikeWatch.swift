import Runs

/// Watches loss and gradient norm for values far above those of recent steps.
///
/// Each has a running mean and variance over about the last hundred steps (exponentially weighted; plain at
/// first). A value counts as a spike from so many standard deviations above the mean on. The watch is part of
/// a checkpoint, so that a resumed run warns where a straight one does.
package struct SpikeWatch: Sendable, Codable, Equatable {
  /// A value's mean and variance over recent steps.
  package struct Running: Sendable, Codable, Equatable {
    package static let steps = 100
    /// Before so many values, mean and variance say little.
    package static let least = 30

    package private(set) var count = 0
    package private(set) var mean = 0.0
    package private(set) var variance = 0.0
    /// Whether the latest value was a spike, so that a plateau is told of once.
    package private(set) var isHigh = false

    /// Takes the next value.
    /// - Returns: how many standard deviations it lies above the mean before it, where a spike begins with
    ///   it.
    package mutating func add(_ value: Double, threshold: Double) -> Double? {
      let deviation = variance.squareRoot()
      let score = count >= Running.least && deviation > 0 ? (value - mean) / deviation : 0
      let begins = score >= threshold && !isHigh
      isHigh = score >= threshold
      // A spike counts as far as the threshold, or it would hide the next one.
      let counted = isHigh ? mean + threshold * deviation : value
      count += 1
      let share = max(1 / Double(count), 1 / Double(Running.steps))
      let difference = counted - mean
      variance = (1 - share) * (variance + share * difference * difference)
      mean += share * difference
      return begins ? score : nil
    }
  }

  package private(set) var loss = Running()
  package private(set) var gradientNorm = Running()

  /// A watch that has seen nothing.
  package init() {}

  /// Takes a step's values.
  /// - Parameter threshold: standard deviations above the mean.
  /// - Returns: the spikes that begin with the step, without examples.
  package mutating func add(step: Int, loss: Double, gradientNorm: Double, threshold: Double) -> [LossSpike] {
    let before = self
    return [
      (LossSpike.Quantity.loss, loss, before.loss.mean, self.loss.add(loss, threshold: threshold)),
      (
        .gradientNorm, gradientNorm, before.gradientNorm.mean,
        self.gradientNorm.add(gradientNorm, threshold: threshold)
      ),
    ].compactMap { quantity, value, mean, score in
      score.map {
        LossSpike(step: step, quantity: quantity, value: value, mean: mean, deviations: $0, examples: [])
      }
    }
  }
}
