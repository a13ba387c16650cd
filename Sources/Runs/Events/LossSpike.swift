/// A step whose loss or gradient norm lies far above what it has been of late.
package struct LossSpike: Sendable, Codable, Equatable {
  /// What is watched.
  package enum Quantity: String, Sendable, Codable, CaseIterable {
    /// Cross-entropy per target token.
    case loss
    /// The norm of all gradients together.
    case gradientNorm
  }

  /// The step, counted from 1.
  package var step: Int
  /// What has risen.
  package var quantity: Quantity
  /// Its value.
  package var value: Double
  /// Its running mean before the step.
  package var mean: Double
  /// How many standard deviations the value lies above the mean.
  package var deviations: Double
  /// The step's examples with the highest losses, the highest first.
  package var examples: [BatchExample]

  /// A spike.
  package init(
    step: Int, quantity: Quantity, value: Double, mean: Double, deviations: Double, examples: [BatchExample]
  ) {
    self.step = step
    self.quantity = quantity
    self.value = value
    self.mean = mean
    self.deviations = deviations
    self.examples = examples
  }
}
