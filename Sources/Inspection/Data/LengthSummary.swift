/// Lengths in tokens, summed up.
package struct LengthSummary: Sendable, Codable, Equatable {
  /// The mean.
  package var mean: Double
  /// The least length that half of them do not exceed.
  package var median: Int
  /// The least length that 95 % of them do not exceed.
  package var p95: Int
  /// The greatest.
  package var maximum: Int

  /// The summary of `lengths`; all 0 where there are none.
  package init(_ lengths: [Int]) {
    let sorted = lengths.sorted()
    func quantile(_ percent: Int) -> Int {
      sorted.isEmpty ? 0 : sorted[(sorted.count * percent + 99) / 100 - 1]
    }
    mean = sorted.isEmpty ? 0 : Double(sorted.reduce(0, +)) / Double(sorted.count)
    median = quantile(50)
    p95 = quantile(95)
    maximum = sorted.last ?? 0
  }
}
