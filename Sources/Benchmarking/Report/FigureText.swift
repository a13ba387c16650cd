import Foundation

/// Figures as a reader wants them: three digits that count, the spread behind the median.
enum FigureText {
  /// Nothing to tell.
  static let none = "–"

  /// Three digits, never a power of ten.
  static func number(_ value: Double) -> String {
    if !value.isFinite { return none }
    let size = abs(value)
    let digits =
      size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5
    return String(format: "%.\(digits)f", value)
  }

  /// `median [least..most]`
  static func spread(_ spread: Spread?) -> String {
    guard let spread else { return none }
    return "\(number(spread.median)) [\(number(spread.least))..\(number(spread.most))]"
  }

  /// Bytes as gigabytes.
  static func memory(_ bytes: Int?) -> String {
    guard let bytes, bytes > 0 else { return none }
    return bytes >= 1_000_000_000
      ? "\(number(Double(bytes) / 1e9)) GB" : String(format: "%.0f MB", Double(bytes) / 1e6)
  }

  /// A share of 1 in hundredths.
  static func share(_ value: Double?) -> String {
    value.map { String(format: "%.0f %%", $0 * 100) } ?? none
  }

  /// A contestant's rates in the unit of the work.
  static func measured(_ result: ContestantResult, _ unit: WorkloadResult.Unit) -> String {
    switch unit {
    case .seconds: spread(Spread(result.rates.map { 1 / $0 }))
    case .rate(_, let scale): spread(Spread(result.rates.map { $0 / scale }))
    }
  }

  /// The name of a unit.
  static func name(_ unit: WorkloadResult.Unit) -> String {
    switch unit {
    case .seconds: "s"
    case .rate(let name, _): name
    }
  }
}
