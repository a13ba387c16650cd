/// When and on what the model is evaluated.
public struct EvaluationSettings: Sendable, Equatable {
  /// Steps between evaluations, and one after the last step; `nil` is never.
  public var every: Int? = 500
  /// Whether the model is also evaluated before the first step.
  public var atStart = true
  /// The most held-out instances of each trained task that are used.
  public var heldOutInstancesPerTask = 20
  /// The most instances of each task in a held-out cluster that are used.
  public var heldOutClusterInstancesPerTask = 20
  /// The formats that are evaluated.
  public var formats: [RecipePromptFormat] = RecipePromptFormat.allCases
  /// The most tokens of a decoded answer.
  public var maximumTokens = 128
  /// Examples that are decoded together.
  public var batch = 32
  /// Published suites that the model is asked as well.
  public var suites: [SuiteSettings] = []
  /// The score that decides which checkpoint is the best.
  public var bestMetric = BestMetric.heldOutInstancesExactMatch

  /// The defaults.
  public init() {}
}

extension EvaluationSettings: SettingGroup {
  static let settings: [Setting<EvaluationSettings>] = [
    Setting(
      "every", \.every, .from(1, through: 1_000_000_000), "steps between evaluations; null is never"),
    Setting("atStart", \.atStart, "whether the model is also evaluated before the first step"),
    Setting(
      "heldOutInstancesPerTask", \.heldOutInstancesPerTask, .from(0, through: 1_000_000),
      "most held-out instances of each trained task that are used"),
    Setting(
      "heldOutClusterInstancesPerTask", \.heldOutClusterInstancesPerTask, .from(0, through: 1_000_000),
      "most instances of each task in a held-out cluster that are used"),
    Setting("formats", \.formats, "formats that are evaluated"),
    Setting("maximumTokens", \.maximumTokens, .from(1, through: 65_536), "most tokens of a decoded answer"),
    Setting("batch", \.batch, .from(1, through: 65_536), "examples that are decoded together"),
    Setting("suites", \.suites, "published suites that the model is asked as well"),
    Setting("bestMetric", \.bestMetric, "score that decides which checkpoint is the best"),
  ]
}

/// A score that can decide which checkpoint is the best.
public enum BestMetric: String, Sendable, Codable, SettingChoice {
  /// The share of right answers on unseen instances of trained tasks.
  case heldOutInstancesExactMatch = "heldOutInstances/exactMatch"
  /// The same, each task and format counted alike.
  case heldOutInstancesMacroExactMatch = "heldOutInstances/macroExactMatch"
  /// The loss per target token on unseen instances of trained tasks.
  case heldOutInstancesLoss = "heldOutInstances/loss"
  /// The share of right answers on the tasks of held-out clusters.
  case heldOutClustersExactMatch = "heldOutClusters/exactMatch"
  /// The same, each task and format counted alike.
  case heldOutClustersMacroExactMatch = "heldOutClusters/macroExactMatch"
  /// The loss per target token on the tasks of held-out clusters.
  case heldOutClustersLoss = "heldOutClusters/loss"

  /// Whether a larger value is better.
  public var higherIsBetter: Bool {
    switch self {
    case .heldOutInstancesLoss, .heldOutClustersLoss: false
    default: true
    }
  }

  /// Whether the metric is about held-out clusters, not held-out instances.
  public var usesHeldOutClusters: Bool { rawValue.hasPrefix("heldOutClusters/") }

  /// Whether `value` is better than `best`; anything finite is better than nothing, and an equal score is not.
  public func isBetter(_ value: Double, than best: Double?) -> Bool {
    guard value.isFinite else { return false }
    guard let best else { return true }
    return higherIsBetter ? value > best : value < best
  }
}
