/// How often each format is used where a task supports it.
package struct FormatShares: Sendable, Equatable {
  /// The weights in the order of `PromptFormat.allCases`; finite, none negative, not all 0.
  private let weights: [Double]

  /// Shares in proportion to `weights`; a format that is absent is never used.
  /// - Throws: `MixtureError.badFormatShares` when a weight is negative or not finite, or none is positive.
  package init(_ weights: [PromptFormat: Double]) throws(MixtureError) {
    self.weights = PromptFormat.allCases.map { weights[$0] ?? 0 }
    let total = self.weights.reduce(0, +)
    guard total > 0, total.isFinite, self.weights.allSatisfy({ $0 >= 0 }) else { throw .badFormatShares }
  }

  private init(even: Void) { weights = PromptFormat.allCases.map { _ in 1 } }

  /// All four formats equally often.
  package static let even = FormatShares(even: ())

  /// The weight of a format.
  package subscript(format: PromptFormat) -> Double {
    weights[PromptFormat.allCases.firstIndex(of: format) ?? 0]
  }

  /// Whether a format that asks for a rationale has a weight.
  package var hasRationales: Bool { PromptFormat.allCases.contains { $0.hasRationale && self[$0] > 0 } }

  /// The shares over `supported` alone, which sum to 1; empty when none of them has a weight.
  package func renormalized(over supported: [PromptFormat]) -> [PromptFormat: Double] {
    let total = supported.reduce(0) { $0 + self[$1] }
    if total <= 0 { return [:] }
    return Dictionary(uniqueKeysWithValues: supported.map { ($0, self[$0] / total) })
  }

  /// The format whose interval of the cumulated shares over `supported` holds `fraction` (of 2^64).
  func pick(_ fraction: UInt64, among supported: [PromptFormat]) -> PromptFormat? {
    let total = supported.reduce(0) { $0 + self[$1] }
    if total <= 0 { return nil }
    var rest = Double(fraction) * 0x1p-64 * total
    var chosen: PromptFormat?
    for format in supported where self[format] > 0 {
      chosen = format
      rest -= self[format]
      if rest < 0 { break }
    }
    return chosen
  }
}
