import Diagnostics
import Evaluation
import Foundation
import JSON
import Recipes
import Runs

/// The rows of the metrics files.
enum MetricsRow {
  /// The columns of `metrics.csv` of a run that asks these suites; a cell that has no value for its row is
  /// empty.
  static func columns(suites: [String]) -> [String] {
    let hasAverage = FlanAverage.suites.allSatisfy(suites.contains)
    let average = hasAverage ? [BestMetric.normalizedAverage.rawValue] : []
    return header + suites.flatMap { suite in suiteScoreNames.map { suiteColumn(suite, $0) } } + average
  }

  private static let header =
    [
      "step", "event", "loss", "zLoss", "targetTokens", "inputTokens", "examples", "inputFill", "targetFill",
      "gradientNorm", "updateRMS", "learningRate", "seconds", "tokensPerSecond", "isBest",
    ] + columns(scoreNames) + columns(HeldOutScore.allCases.dropFirst(3).map(\.rawValue))
    + ["exactMatch", "loss", "examples"].map { "\(EvaluationGroup.Name.heldOutTexts.rawValue)/\($0)" }

  private static let scoreNames = [
    "exactMatch", "macroExactMatch", "chance", "normalized", "majorityBaseline", "strictExactMatch",
    "answerPhraseRate", "loss", "examples",
  ]

  private static func columns(_ scores: [String]) -> [String] {
    EvaluationGroup.Name.ofAnswers.flatMap { group in scores.map { "\(group.rawValue)/\($0)" } }
  }

  /// One JSON line for a step.
  static func line(_ metrics: StepMetrics) throws -> Data { try line(Step(metrics: metrics)) }

  /// One JSON line for an evaluation: its groups' scores, without the rows.
  static func line(_ summary: EvaluationSummary) throws -> Data { try line(Evaluation(summary: summary)) }

  /// One JSON line for the tensors' update sizes.
  static func line(step: Int, updates: [String: Double]) throws -> Data {
    try line(StepSizes(step: step, updates: updates))
  }

  /// One JSON line for a spike.
  static func line(_ spike: LossSpike) throws -> Data { try line(Spike(spike: spike)) }

  /// The cells of `metrics.csv` for a step, by column.
  static func cells(_ metrics: StepMetrics) -> [String: String] {
    let cells: [String: String?] = [
      "step": "\(metrics.step)", "event": "step", "loss": "\(metrics.loss)",
      "zLoss": metrics.zLoss.map { "\($0)" },
      "targetTokens": "\(metrics.targetTokens)", "inputTokens": "\(metrics.inputTokens)",
      "examples": "\(metrics.examples)", "inputFill": "\(metrics.inputFill)",
      "targetFill": "\(metrics.targetFill)",
      "gradientNorm": metrics.gradientNorm.map { "\($0)" }, "updateRMS": metrics.updateRMS.map { "\($0)" },
      "learningRate": "\(metrics.learningRate)", "seconds": "\(metrics.seconds)",
      "tokensPerSecond": "\(metrics.tokensPerSecond)",
    ]
    return cells.compactMapValues { $0 }
  }

  /// The cells of `metrics.csv` for an evaluation, by column.
  static func cells(_ summary: EvaluationSummary) -> [String: String] {
    var cells = [
      "step": "\(summary.step)", "event": "evaluation", "seconds": "\(summary.seconds)",
      "isBest": "\(summary.isBest)",
    ]
    for group in summary.groups {
      for (name, value) in scores(group) { cells["\(group.name.rawValue)/\(name)"] = value.map { "\($0)" } }
      cells["\(group.name.rawValue)/examples"] = "\(group.examples)"
    }
    for (name, value) in suiteScores(summary) { cells[name] = "\(value)" }
    return cells
  }

  private static func line(_ row: some Encodable) throws -> Data { try EventCoding.line(row) + Data([0x0A]) }

  /// The scores of `group`, by the names in the header.
  static func scores(_ group: EvaluationGroup) -> [(name: String, value: Double?)] {
    HeldOutScore.allCases.filter { $0.isKnown(of: group.name) }.map { ($0.rawValue, group.value(of: $0)) } + [
      ("chance", group.chance), ("normalized", group.normalized),
      ("majorityBaseline", group.majorityBaseline), ("strictExactMatch", group.strictExactMatch),
      ("answerPhraseRate", group.answerPhraseRate),
    ]
  }

  private static let suiteScoreNames =
    SuiteScore.allCases.map(\.rawValue) + ["strictMean", "withoutAnswer"]

  /// A score of a suite by name; a header is one line, whatever a suite is called.
  private static func suiteColumn(_ suite: String, _ score: String) -> String {
    "suites/\(VisibleText.line(suite))/\(score)"
  }

  /// The scores on suites, by the names that `evaluation.bestMetric` has for them, and what besides tells of
  /// the form of answers.
  static func suiteScores(_ summary: EvaluationSummary) -> [(name: String, value: Double)] {
    let scores = (summary.suites ?? []).flatMap { report in
      SuiteScore.allCases.compactMap { score in
        summary.value(of: .suite(report.suite, score)).map { (suiteColumn(report.suite, score.rawValue), $0) }
      }
        + [("strictMean", report.strictMean), ("withoutAnswer", report.withoutAnswer)].compactMap {
          name, value in value.map { (suiteColumn(report.suite, name), $0) }
        }
    }
    guard let average = summary.value(of: .normalizedAverage) else { return scores }
    return scores + [(BestMetric.normalizedAverage.rawValue, average)]
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Step: Encodable {
    let metrics: StepMetrics

    func encode(to encoder: any Encoder) throws {
      try metrics.encode(to: encoder)
      var row = encoder.container(keyedBy: Key.self)
      try row.encode("step", forKey: Key("event"))
      try row.encode(metrics.tokensPerSecond, forKey: Key("tokensPerSecond"))
    }
  }

  private struct Evaluation: Encodable {
    let summary: EvaluationSummary

    func encode(to encoder: any Encoder) throws {
      var row = encoder.container(keyedBy: Key.self)
      try row.encode("evaluation", forKey: Key("event"))
      try row.encode(summary.step, forKey: Key("step"))
      try row.encode(summary.isBest, forKey: Key("isBest"))
      try row.encode(summary.cutAnswers, forKey: Key("cutAnswers"))
      try row.encode(summary.seconds, forKey: Key("seconds"))
      for group in summary.groups {
        for (name, value) in scores(group) {
          try row.encodeIfPresent(value, forKey: Key("\(group.name.rawValue)/\(name)"))
        }
        try row.encode(group.examples, forKey: Key("\(group.name.rawValue)/examples"))
      }
      for (name, value) in suiteScores(summary) { try row.encode(value, forKey: Key(name)) }
    }
  }

  private struct Spike: Encodable {
    let spike: LossSpike

    func encode(to encoder: any Encoder) throws {
      try spike.encode(to: encoder)
      var row = encoder.container(keyedBy: Key.self)
      try row.encode("spike", forKey: Key("event"))
    }
  }

  private struct StepSizes: Encodable {
    let step: Int
    let updates: [String: Double]
    private let event = "stepSizes"

    init(step: Int, updates: [String: Double]) {
      self.step = step
      self.updates = updates
    }
  }
}

extension MetricsRow {
  /// The step that the cells of `metrics.csv` are of; `nil` where one does not read.
  static func step(_ cells: [String: String]) -> StepMetrics? {
    func integer(_ key: String) -> Int? { cells[key].flatMap { Int($0) } }
    func number(_ key: String) -> Double? { cells[key].flatMap { Double($0) } }
    guard let step = integer("step"), let loss = number("loss"), let targetTokens = integer("targetTokens"),
      let inputTokens = integer("inputTokens"), let examples = integer("examples"),
      let inputFill = number("inputFill"), let targetFill = number("targetFill"),
      let learningRate = number("learningRate"), let seconds = number("seconds")
    else { return nil }
    return StepMetrics(
      step: step, loss: loss, zLoss: number("zLoss"), targetTokens: targetTokens, inputTokens: inputTokens,
      examples: examples, inputFill: inputFill, targetFill: targetFill,
      gradientNorm: number("gradientNorm"), updateRMS: number("updateRMS"), learningRate: learningRate,
      seconds: seconds)
  }
}
