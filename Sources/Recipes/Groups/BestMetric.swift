import Diagnostics
import Evaluation
import Instructions
import JSON
import Settings

/// A score that can decide which checkpoint is the best, by its name: `heldOutInstances/exactMatch`, or of
/// one format `heldOutInstances/rougeL/zero-shot`; of a suite `suites/mmlu-direct/mean`; of the paper's six
/// suites `suites/normalizedAverage`.
package enum BestMetric: Sendable, Hashable, Codable, RawRepresentable {
  /// A score of held-out examples, of all formats or of one.
  case heldOut(EvaluationGroup.Name, HeldOutScore, PromptFormat? = nil)
  /// A score on one of the recipe's suites.
  case suite(String, SuiteScore)
  /// The paper's normalized average of MMLU, BIG-Bench Hard, TyDiQA and MGSM: see `FlanAverage`.
  case normalizedAverage

  package static let suites = "suites"
  private static let normalizedAverageName = "\(suites)/normalizedAverage"

  /// The share of right answers on unseen instances of trained tasks.
  package static let heldOutInstancesExactMatch = BestMetric.heldOut(.heldOutInstances, .exactMatch)

  /// The loss of held-out texts.
  package static let heldOutTextsLoss = BestMetric.heldOut(.heldOutTexts, .loss)

  /// The share of held-out texts whose last word is written right.
  package static let heldOutTextsExactMatch = BestMetric.heldOut(.heldOutTexts, .exactMatch)

  /// The metric of that name; `nil` where there is none.
  package init?(rawValue name: String) {
    if name == Self.normalizedAverageName {
      self = .normalizedAverage
      return
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count >= 3, parts[0] == Self.suites, let score = SuiteScore(rawValue: parts[parts.count - 1]) {
      let suite = parts.dropFirst().dropLast().joined(separator: "/")
      if suite.isEmpty { return nil }
      self = .suite(suite, score)
      return
    }
    guard parts.count == 2 || parts.count == 3, let group = EvaluationGroup.Name(rawValue: parts[0]),
      let score = HeldOutScore(rawValue: parts[1]), score.isKnown(of: group),
      parts.count == 2 || group != .heldOutTexts
    else { return nil }
    if parts.count == 2 {
      self = .heldOut(group, score)
    } else {
      guard let format = PromptFormat(rawValue: parts[2]) else { return nil }
      self = .heldOut(group, score, format)
    }
  }

  /// The metric's name.
  package var rawValue: String {
    switch self {
    case .heldOut(let group, let score, let format):
      "\(group.rawValue)/\(score.rawValue)" + (format.map { "/\($0.rawValue)" } ?? "")
    case .suite(let suite, let score): "\(Self.suites)/\(suite)/\(score.rawValue)"
    case .normalizedAverage: Self.normalizedAverageName
    }
  }

  /// Every metric that needs no suite's name, those of all formats first.
  package static let all: [BestMetric] = {
    let formats: [PromptFormat?] = [nil] + PromptFormat.allCases
    let heldOut = formats.flatMap { format in
      EvaluationGroup.Name.allCases.filter { format == nil || $0 != .heldOutTexts }.flatMap { group in
        HeldOutScore.allCases.filter { $0.isKnown(of: group) }.map { BestMetric.heldOut(group, $0, format) }
      }
    }
    return heldOut + [.normalizedAverage]
  }()

  /// Whether a larger value is better.
  package var higherIsBetter: Bool {
    switch self {
    case .heldOut(_, let score, _): score != .loss
    case .suite(_, let score): score != .loss
    case .normalizedAverage: true
    }
  }
}

/// A score of held-out examples.
package enum HeldOutScore: Sendable, Hashable, CaseIterable, RawRepresentable {
  /// The mean over all examples by one metric.
  case metric(AnswerMetric)
  /// Exact match, each task and format counted alike.
  case macroExactMatch
  /// The mean over all examples, each by its task's own metric.
  case score
  /// The same, each task and format counted alike.
  case macroScore
  /// The loss per target token, in nats.
  case loss

  /// The share of right answers.
  package static let exactMatch = HeldOutScore.metric(.exactMatch)

  /// All scores, in the order of the metrics files.
  package static let allCases: [HeldOutScore] =
    [.exactMatch, .macroExactMatch, .loss, .score, .macroScore] + AnswerMetric.graded.map { .metric($0) }

  /// The score of that name; `nil` where there is none.
  package init?(rawValue name: String) {
    guard let score = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = score
  }

  /// Whether examples of the group have it: texts have a loss, and last words that are right or wrong.
  package func isKnown(of group: EvaluationGroup.Name) -> Bool {
    group != .heldOutTexts || self == .loss || self == .exactMatch
  }

  /// The score's name.
  package var rawValue: String {
    switch self {
    case .metric(let metric): metric.rawValue
    case .macroExactMatch: "macroExactMatch"
    case .score: "score"
    case .macroScore: "macroScore"
    case .loss: "loss"
    }
  }
}

/// A score on a published suite.
package enum SuiteScore: String, Sendable, Codable, CaseIterable {
  /// The unweighted mean over tasks of the suite's first metric.
  case mean
  /// The mean over tasks of the scores above random guessing.
  case normalizedMean
  /// The loss per token of the right answers, in nats.
  case loss
}

extension EvaluationGroup {
  /// The score of that name; `nil` where nothing has it.
  package func value(of score: HeldOutScore) -> Double? {
    switch score {
    case .metric(let metric): self.score(by: metric)
    case .macroExactMatch: macroExactMatch
    case .score: self.score
    case .macroScore: macroScore
    case .loss: loss
    }
  }
}

extension EvaluationSummary {
  /// The score that `metric` names; `nil` where it has not been evaluated.
  package func value(of metric: BestMetric) -> Double? {
    switch metric {
    case .heldOut(let name, let score, let format):
      var group = group(name)
      if let format { group?.rows.removeAll { $0.format != format } }
      return group?.value(of: score)
    case .suite(let name, let score):
      let report = suites?.first { $0.suite == name }
      return switch score {
      case .mean: report?.mean
      case .normalizedMean: report?.normalizedMean
      case .loss: report?.loss
      }
    case .normalizedAverage: return FlanAverage(suites ?? []).value
    }
  }
}

extension BestMetric: SettingValue {
  package static var shape: SettingShape { .text }
  package var json: OrderedJSON { .string(rawValue) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> BestMetric? {
    guard let name = reading.take({ () throws(JSONError) in try field.string() }) else { return nil }
    if let metric = BestMetric(rawValue: name) { return metric }
    reading.problems.append(
      .contradiction(
        location: field.location, problem: "is '\(name)', which is the name of no score",
        nextStep: advice(for: name)))
    return nil
  }

  /// The nearest name, and what names there are.
  private static func advice(for name: String) -> String {
    let near =
      NearestName.suggestion(for: name, in: all.map(\.rawValue)).map { "Did you mean '\($0)'? " } ?? ""
    let groups = EvaluationGroup.Name.ofAnswers.map(\.rawValue).joined(separator: " or ")
    let heldOut = HeldOutScore.allCases.map(\.rawValue).joined(separator: ", ")
    let ofSuites = SuiteScore.allCases.map(\.rawValue).joined(separator: ", ")
    return near + "There are \(groups), with a slash and one of \(heldOut), and a format behind it "
      + "if wanted (\(heldOutInstancesExactMatch.rawValue)/\(PromptFormat.zeroShot.rawValue)); \(suites)/NAME/ with one of "
      + "\(ofSuites); \(heldOutTextsLoss.rawValue) and \(heldOutTextsExactMatch.rawValue); "
      + "\(normalizedAverage.rawValue)."
  }
}
