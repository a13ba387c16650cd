/// All that a resumed run needs beside weights and optimizer tensors, kept to the last bit.
package struct TrainerState: Sendable, Equatable {
  /// Optimizer steps done.
  package var step: Int
  /// The run's seed, from which with the step all random numbers follow.
  package var seed: UInt64
  /// Numbers such as the best score.
  package var scalars: [String: Double]
  /// Whole numbers such as the data position.
  package var integers: [String: Int]
  /// Texts of any length, such as the hash of the recipe.
  package var strings: [String: String]

  /// The state after `step` steps.
  package init(
    step: Int, seed: UInt64, scalars: [String: Double] = [:], integers: [String: Int] = [:],
    strings: [String: String] = [:]
  ) {
    self.step = step
    self.seed = seed
    self.scalars = scalars
    self.integers = integers
    self.strings = strings
  }

  /// Equal to the last bit: NaN equals the same NaN, and 0 is not -0.
  package static func == (left: Self, right: Self) -> Bool {
    left.step == right.step && left.seed == right.seed && left.integers == right.integers
      && left.strings == right.strings
      && left.scalars.mapValues(\.bitPattern) == right.scalars.mapValues(\.bitPattern)
  }
}
