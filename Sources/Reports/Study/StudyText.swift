import Studies
import Text

/// A study's results in the words that page, Markdown and terminal share.
enum StudyText {
  /// Points with one decimal.
  static func points(_ value: Double) -> String { NumberText.fixed(value, 1) }

  /// `12.3 [10.1, 14.0]`.
  static func estimate(_ estimate: Estimate) -> String {
    "\(points(estimate.value)) [\(points(estimate.low)), \(points(estimate.high))]"
  }

  /// What decided a verdict: `tuned - base: 12.3 [10.1, 14.0], to lie above 5`.
  static func part(_ part: Verdict.Part) -> String {
    let limit = NumberText.withoutTrailingZeros(points(part.limit))
    return "\(part.quantity): \(estimate(part.estimate)), to lie \(part.isAbove ? "above" : "below") \(limit)"
  }

  /// What decided, or that runs are missing.
  static func decision(_ verdict: Verdict) -> String {
    if verdict.parts.isEmpty { return "runs are missing" }
    return (verdict.parts.map(part) + [verdict.floor].compactMap { $0 }).joined(separator: "; ")
  }

  /// What an interval is drawn from: `5 seeds x 4 units`.
  static func basis(_ verdict: Verdict) -> String {
    verdict.parts.isEmpty ? "-" : "\(verdict.seeds) x \(verdict.units)"
  }

  /// Each seed's score, in the order of the seeds; a dash where it is missing.
  static func seeds(_ arm: StudyResults.Arm, measure: String) -> [String] {
    arm.runs.map { run in run.scores[measure].map { points($0.score) } ?? "-" }
  }

  /// The mean of a value over the runs that have it.
  static func mean(
    _ arm: StudyResults.Arm, measure: String, _ value: (StudyResults.Score) -> Double?
  ) -> Double? {
    let values = arm.runs.compactMap { $0.scores[measure].flatMap(value) }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// How much an arm was trained on: its name, what it starts from, steps and target tokens of its runs.
  static func amounts(_ arm: StudyResults.Arm) -> [String] {
    [
      arm.name + (arm.isBase ? " (base, made once)" : ""), arm.startsFrom ?? "", range(arm, \.steps),
      range(arm, \.targetTokens),
    ]
  }

  /// A count over an arm's runs, from the least to the most: `1,500` or `1,497 to 1,503`; a dash where none
  /// is known.
  private static func range(_ arm: StudyResults.Arm, _ count: (StudyResults.Run) -> Int?) -> String {
    let counts = arm.runs.compactMap(count)
    guard let least = counts.min(), let most = counts.max() else { return "-" }
    return NumberText.grouped(least) + (least == most ? "" : " to \(NumberText.grouped(most))")
  }

  /// What the intervals are, and how far they can be trusted.
  static func caution(_ results: StudyResults) -> [String] {
    var lines =
      results.changes + [
        "Points of a hundred; intervals are those of 95 in 100 by a hierarchical bootstrap over seeds and held-out units "
          + "(Owen 2007). Scores over seeds may have two humps: look at every dot before the mean."
      ]
    if results.seeds.count < 5 {
      lines.append(
        "\(results.seeds.count) \(results.seeds.count == 1 ? "seed says" : "seeds say") little of other seeds: the "
          + "intervals are too narrow"
          + (results.isQuick ? ", and a quick try is no verdict on the claim." : "."))
    }
    let units = results.verdicts.filter { !$0.parts.isEmpty }.map(\.units).min() ?? 5
    if units < 5 { lines.append("So do \(units) held-out \(units == 1 ? "unit" : "units") of other tasks.") }
    for arm in results.arms {
      let unknown = Set(arm.scores.values.flatMap(\.unknown)).sorted()
      if !unknown.isEmpty {
        lines.append(
          "Of \(arm.name) these have no score and do not count: \(unknown.joined(separator: ", ")).")
      }
    }
    return lines
  }

  /// `study finding-1 --quick`, as one would type it.
  static func command(_ results: StudyResults) -> String {
    "flan-train study \(results.name)" + (results.isQuick ? " --quick" : "")
      + " --seeds \(results.seeds.count)"
  }

  /// The time of a study in words.
  static func times(_ times: StudyTimes) -> String {
    let (wall, processor) = (times.wall.values.reduce(0, +), times.processor.values.reduce(0, +))
    let whole = times.whole.map { "\(NumberText.duration($0)) on the clock, " } ?? ""
    return "\(whole)\(NumberText.duration(wall)) of runs, \(NumberText.duration(processor)) of processors"
  }
}
