import Evaluation
import Instructions
import Settings

/// When and on what the model is evaluated.
package struct EvaluationSettings: Sendable, Equatable {
  /// Steps between evaluations, and one after the last step; `nil` is never.
  package var every: Int? = 500
  /// Whether the model is also evaluated before the first step.
  package var atStart = true
  /// The most held-out instances of each trained task that are used.
  package var heldOutInstancesPerTask = 20
  /// The most instances of each task in a held-out cluster that are used.
  package var heldOutClusterInstancesPerTask = 20
  /// The formats that are evaluated.
  package var formats: [PromptFormat] = PromptFormat.allCases
  /// The most tokens of a decoded answer.
  package var maximumTokens = 128
  /// Examples that are decoded together.
  package var batch = 32
  /// What judges the answers of single tasks, by their names or patterns; comes before what the sources say.
  package var metrics: [String: AnswerMetric] = [:]
  /// Published suites that the model is asked as well.
  package var suites: [SuiteSettings] = []
  /// The score that decides which checkpoint is the best.
  package var bestMetric = BestMetric.heldOutInstancesExactMatch
  /// Evaluations in a row without a better score after which the run ends; `nil` is never.
  package var patience: Int?
  /// What a score must gain on the last improvement to count as one for the patience; in the score's own
  /// unit.
  package var minimumImprovement = 0.0
  /// The value of `bestMetric` at which the run ends, whatever steps are left; `nil` is none.
  package var stopAt: Double?

  /// The defaults.
  package init() {}
}

extension EvaluationSettings: SettingGroup {
  package static let settings: [Setting<EvaluationSettings>] = [
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
    Setting(
      "metrics", \.metrics,
      "what judges single tasks' answers, by names with * and ?; comes before the sources' metric"),
    Setting("suites", \.suites, "published suites that the model is asked as well"),
    Setting(
      "bestMetric", \.bestMetric,
      "score that decides which checkpoint is the best: heldOutClusters/exactMatch, suites/NAME/mean, ..."),
    Setting(
      "patience", \.patience, .from(1, through: 1_000_000_000),
      "evaluations in a row without a better bestMetric after which the run ends; null is never"),
    Setting(
      "minimumImprovement", \.minimumImprovement, .from(0, through: 1_000_000_000),
      "gain in bestMetric that counts as better for the patience"),
    Setting(
      "stopAt", \.stopAt, .from(-1_000_000, through: 1_000_000),
      "value of bestMetric at which the run ends before its last step; null is none"),
  ]
}

/// A published suite, or one of the user's own, that the model is asked at every evaluation.
package struct SuiteSettings: Sendable, Equatable {
  /// The name of a suite that comes with the program, or a suite's file.
  package var suite = ""
  /// The folder of its data.
  package var data = ""
  /// The split that is asked; `nil` is the suite's first.
  package var split: String?
  /// Examples of each task, chosen by the recipe's seed; `nil` is all of them.
  package var limit: Int?
  /// Worked examples in a prompt; `nil` is as the suite says.
  package var shots: Int?
  /// A file or folder of worked examples; `nil` is where the suite says.
  package var examples: String?
  /// How the answer is taken from the model.
  package var scoring = SuiteRunOptions.Scoring.generation
  /// Whether the loss of the right answers is computed as well.
  package var loss = true

  /// A suite with every default.
  package init() {}
}

extension SuiteSettings: SettingGroup {
  package static let settings: [Setting<SuiteSettings>] = [
    Setting("suite", \.suite, required: true, "suite that comes with the program, or a suite's file"),
    Setting("data", \.data, required: true, "folder of its data"),
    Setting("split", \.split, "split that is asked; null is the suite's first"),
    Setting(
      "limit", \.limit, .from(1, through: 1_000_000_000),
      "examples of each task, chosen by the recipe's seed; null is all"),
    Setting(
      "shots", \.shots, .from(0, through: 1_000), "worked examples in a prompt; null is as the suite says"),
    Setting("examples", \.examples, "file or folder of worked examples; null is where the suite says"),
    Setting("scoring", \.scoring, "whether the model writes its answer, or options are ranked"),
    Setting("loss", \.loss, "whether the loss of the right answers is computed as well"),
  ]
}

extension SuiteRunOptions.Scoring: SettingChoice {}
