/// The median of several measurements, and how far apart they are.
package struct Spread: Sendable, Equatable {
  /// The middle one, or the mean of the middle two.
  package let median: Double
  /// The least.
  package let least: Double
  /// The most.
  package let most: Double

  /// - Returns: `nil` when there is no value.
  package init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    least = first
    most = last
  }
}
