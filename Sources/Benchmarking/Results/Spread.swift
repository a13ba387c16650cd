/// The median of several measurements, and how far apart they are.
public struct Spread: Sendable, Equatable {
  /// The middle one, or the mean of the middle two.
  public let median: Double
  /// The least.
  public let least: Double
  /// The most.
  public let most: Double

  /// - Returns: `nil` when there is no value.
  public init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    least = first
    most = last
  }
}
