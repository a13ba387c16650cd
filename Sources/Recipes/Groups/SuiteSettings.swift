import Evaluation
import Settings

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
  /// How the answer is had from the model.
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
