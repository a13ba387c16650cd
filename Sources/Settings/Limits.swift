import JSON

/// The numbers that a setting may hold.
package struct Limits: Sendable, Equatable, CustomStringConvertible {
  /// The lower end, and whether it is itself allowed.
  package let lower: Double?
  /// Whether `lower` itself is allowed.
  package let includesLower: Bool
  /// The upper end.
  package let upper: Double?
  /// Whether `upper` itself is allowed.
  package let includesUpper: Bool

  /// `x >= lower`.
  package static func atLeast(_ lower: Double) -> Limits { Limits(lower, true, nil, true) }
  /// `x > lower`.
  package static func above(_ lower: Double) -> Limits { Limits(lower, false, nil, true) }
  /// `lower <= x <= upper`.
  package static func from(_ lower: Double, through upper: Double) -> Limits {
    Limits(lower, true, upper, true)
  }
  /// `lower <= x < upper`.
  package static func from(_ lower: Double, below upper: Double) -> Limits {
    Limits(lower, true, upper, false)
  }
  /// `lower < x <= upper`.
  package static func above(_ lower: Double, through upper: Double) -> Limits {
    Limits(lower, false, upper, true)
  }

  private init(_ lower: Double?, _ includesLower: Bool, _ upper: Double?, _ includesUpper: Bool) {
    self.lower = lower
    self.includesLower = includesLower
    self.upper = upper
    self.includesUpper = includesUpper
  }

  /// Whether `value` lies within.
  package func allow(_ value: Double) -> Bool {
    if let lower, includesLower ? value < lower : value <= lower { return false }
    if let upper, includesUpper ? value > upper : value >= upper { return false }
    return true
  }

  /// The limits in words: `at least 1 and below 2`.
  package var description: String {
    let low = lower.map { (includesLower ? "at least " : "above ") + OrderedJSON.text(of: $0) }
    let high = upper.map { (includesUpper ? "at most " : "below ") + OrderedJSON.text(of: $0) }
    return [low, high].compactMap { $0 }.joined(separator: " and ")
  }
}
