import Diagnostics
import PositionedJSON

/// A score that can decide which checkpoint is the best, by its name: `heldOutInstances/exactMatch`, or of one format
/// `heldOutInstances/exactMatch/zero-shot`; of a suite `suites/mmlu-direct/mean`.
public enum BestMetric: Sendable, Hashable, Codable, RawRepresentable {
  /// A score of held-out examples, of all formats or of one.
  case heldOut(EvaluationGroup.Name, HeldOutScore, RecipePromptFormat? = nil)
  /// A score on one of the recipe's suites.
  case suite(String, SuiteScore)

  private static let suites = "suites"

  /// The share of right answers on unseen instances of trained tasks.
  public static let heldOutInstancesExactMatch = BestMetric.heldOut(.heldOutInstances, .exactMatch)

  /// The metric of that name; `nil` where there is none.
  public init?(rawValue name: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count >= 3, parts[0] == Self.suites, let score = SuiteScore(rawValue: parts[parts.count - 1]) {
      let suite = parts.dropFirst().dropLast().joined(separator: "/")
      if suite.isEmpty { return nil }
      self = .suite(suite, score)
      return
    }
    guard parts.count == 2 || parts.count == 3, let group = EvaluationGroup.Name(rawValue: parts[0]),
      let score = HeldOutScore(rawValue: parts[1])
    else { return nil }
    if parts.count == 2 {
      self = .heldOut(group, score)
    } else {
      guard let format = RecipePromptFormat(rawValue: parts[2]) else { return nil }
      self = .heldOut(group, score, format)
    }
  }

  /// The metric's name.
  public var rawValue: String {
    switch self {
    case .heldOut(let group, let score, let format):
      "\(group.rawValue)/\(score.rawValue)" + (format.map { "/\($0.rawValue)" } ?? "")
    case .suite(let suite, let score): "\(Self.suites)/\(suite)/\(score.rawValue)"
    }
  }

  /// Every metric of held-out examples, those of all formats first.
  static let all: [BestMetric] = {
    let formats: [RecipePromptFormat?] = [nil] + RecipePromptFormat.allCases
    return formats.flatMap { format in
      EvaluationGroup.Name.allCases.flatMap { group in
        HeldOutScore.allCases.map { .heldOut(group, $0, format) }
      }
    }
  }()

  /// Whether a larger value is better.
  public var higherIsBetter: Bool {
    switch self {
    case .heldOut(_, let score, _): score != .loss
    case .suite(_, let score): score != .loss
    }
  }

  /// Whether `value` is better than `best`; anything finite is better than nothing, and an equal score is not.
  /// - Parameter margin: by how much, at least, where it is above 0.
  public func isBetter(_ value: Double, than best: Double?, by margin: Double = 0) -> Bool {
    guard value.isFinite else { return false }
    guard let best else { return true }
    let gain = higherIsBetter ? value - best : best - value
    return gain > 0 && gain >= margin
  }
}

/// A score of held-out examples.
public enum HeldOutScore: String, Sendable, Codable, CaseIterable {
  /// The share of right answers.
  case exactMatch
  /// The same, each task and format counted alike.
  case macroExactMatch
  /// The loss per target token, in nats.
  case loss
}

/// A score on a published suite.
public enum SuiteScore: String, Sendable, Codable, CaseIterable {
  /// The unweighted mean over tasks of the suite's first metric.
  case mean
  /// The mean over tasks of the scores above random guessing.
  case normalizedMean
  /// The loss per token of the right answers, in nats.
  case loss
}

extension BestMetric: SettingValue {
  static var shape: SettingShape { .text }
  var json: OrderedJSON { .string(rawValue) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> BestMetric? {
    guard let name = reading.take({ () throws(JSONError) in try field.string() }) else { return nil }
    if let metric = BestMetric(rawValue: name) { return metric }
    reading.problems.append(
      .contradiction(
        location: field.location, problem: "is '\(name)', which is the name of no score",
        nextStep: advice(for: name)))
    return nil
  }

  private static func advice(for name: String) -> String {
    if let near = NearestName.suggestion(for: name, in: all.map(\.rawValue)) {
      return "Did you mean '\(near)'?"
    }
    let general = all.prefix(EvaluationGroup.Name.allCases.count * HeldOutScore.allCases.count)
    return "Choose \(general.map(\.rawValue).joined(separator: ", ")), or one of them with a format behind: "
      + "\(general[0].rawValue)/\(RecipePromptFormat.zeroShot.rawValue), or \(suites)/NAME/\(SuiteScore.mean.rawValue)."
  }
}

extension EvaluationSummary {
  /// The score that `metric` names; `nil` where it has not been evaluated.
  public func value(of metric: BestMetric) -> Double? {
    switch metric {
    case .heldOut(let name, let score, let format):
      var group = group(name)
      if let format { group?.rows.removeAll { $0.format != format } }
      return switch score {
      case .exactMatch: group?.exactMatch
      case .macroExactMatch: group?.macroExactMatch
      case .loss: group?.loss
      }
    case .suite(let name, let score):
      let report = suites?.first { $0.suite == name }
      return switch score {
      case .mean: report?.mean
      case .normalizedMean: report?.normalizedMean
      case .loss: report?.loss
      }
    }
  }
}
