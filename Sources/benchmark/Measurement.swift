import Foundation

/// Several measurements of one rate.
struct Measurement {
  let values: [Double]

  /// Measures `work` several times, after a call that does not count.
  /// - Parameter amount: what one call does, in the unit of the rate.
  init(repeats: Int, amount: Double, _ work: () throws -> Void) rethrows {
    try work()
    var values: [Double] = []
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      try work()
      values.append(amount / ((ContinuousClock.now - start) / .seconds(1)))
    }
    self.values = values.sorted()
  }

  var median: Double { (values[(values.count - 1) / 2] + values[values.count / 2]) / 2 }
  var least: Double { values[0] }
  var most: Double { values[values.count - 1] }
}

/// A line of the table.
struct Row: CustomStringConvertible {
  static let heading = line("what", "median", "least", "most", "unit", "of roofline")

  let description: String

  init(_ name: String, _ rate: Measurement, unit: String, ratio: Double?) {
    description = Self.line(
      name, Self.number(rate.median), Self.number(rate.least), Self.number(rate.most), unit,
      ratio.map { Self.number($0 * 100) + " %" } ?? "")
  }

  private static func line(_ cells: String...) -> String {
    zip(cells, [44, 12, 12, 12, 14, 12]).enumerated().map { index, cell in
      let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined()
  }

  private static func number(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : "%.1f", value)
  }
}
