/// The Flan paper's normalized average as far as reports of suites give it.
///
/// Chung et al. 2022 (arXiv 2210.11416), section 2.3: the mean of six normalized scores, each the mean over the tasks of a
/// suite.
package struct FlanAverage: Sendable, Equatable, Codable {
  /// The suites that it is made of.
  package static let suites = [
    "mmlu-direct", "mmlu-cot", "bbh-direct", "bbh-cot", "tydiqa", "mgsm-cot",
  ]

  /// The normalized scores that are known, by suite.
  package let parts: [String: Double]
  /// The suites that are missing.
  package let missing: [String]
  /// The average, as a fraction of 1; `nil` unless all six are known.
  package let value: Double?

  /// The average of what `reports` give; answers that were ranked by likelihood have no part in it.
  package init(_ reports: [SuiteReport]) {
    let known = reports.filter { Self.suites.contains($0.suite) && $0.scoring != .likelihood }
    parts = Dictionary(known.map { ($0.suite, $0.normalizedMean) }) { first, _ in first }
    missing = Self.suites.filter { [parts] in parts[$0] == nil }
    value =
      missing.isEmpty
      ? Self.suites.reduce(0) { [parts] in $0 + (parts[$1] ?? 0) } / Double(Self.suites.count) : nil
  }
}
