import Evaluation
import Instructions
import Settings

/// What of an arm's evaluations is compared.
package struct StudyMeasure: Sendable, Equatable {
  /// How an answer counts.
  package enum Score: String, Sendable, Codable, CaseIterable {
    /// Exact match between guessing (0) and everything right (100): see `EvaluationGroup.normalized`.
    case normalized
    /// The share of answers that are right.
    case exactMatch
    /// The score by each task's own metric.
    case ownMetric
    /// The share of rationales whose answer stands right behind "the answer is".
    case strictExactMatch
    /// What the model gives a token of the right target: the geometric mean of the probabilities, exp(-loss).
    /// It is all that texts have, and tells models apart that answer nothing yet.
    case tokenProbability
  }

  /// Which evaluation of a run.
  package enum Moment: String, Sendable, Codable, CaseIterable {
    /// That of the best checkpoint, which the recipe's `evaluation.bestMetric` chooses.
    case best
    /// The last.
    case last
  }

  /// What the score of a run is the mean of, and the bootstrap draws from.
  package enum Unit: String, Sendable, Codable, CaseIterable {
    /// Clusters of tasks.
    case cluster
    /// Tasks.
    case task
  }

  /// The measure's name, by which verdicts name it.
  package var name = "skill"
  /// What it tells, for the page.
  package var about = ""
  /// The kind of held-out examples.
  package var group = EvaluationGroup.Name.heldOutClusters
  /// The suite of `evaluation.suites` whose tasks count, in place of a group; `nil` is the group.
  package var suite: String?
  /// How an answer counts.
  package var score = Score.normalized
  /// The prompt formats that count; empty is all.
  package var formats: [PromptFormat] = []
  /// Patterns of the clusters that count; empty is all.
  package var clusters: [String] = []
  /// What the score of a run is the mean of.
  package var unit = Unit.cluster
  /// Which evaluation of a run.
  package var at = Moment.best

  /// Skill on the held-out clusters at the best checkpoint.
  package init() {}

  /// What the score of a run is the mean of: of a suite, which has no clusters, always tasks.
  package var countedUnit: Unit { suite == nil ? unit : .task }
}

extension StudyMeasure: SettingGroup {
  package static let settings: [Setting<StudyMeasure>] = [
    Setting("name", \.name, "measure's name, by which verdicts name it"),
    Setting("about", \.about, "what it tells, in a few words"),
    Setting("group", \.group, "kind of held-out examples"),
    Setting("suite", \.suite, "suite of the arms' evaluation.suites, in place of a group"),
    Setting("score", \.score, "how an answer counts; normalized is from guessing, 0, to all right, 100"),
    Setting("formats", \.formats, "prompt formats that count; empty is all"),
    Setting("clusters", \.clusters, "clusters that count, with * and ?; empty is all"),
    Setting("unit", \.unit, "what the score is the mean of, and the bootstrap draws from"),
    Setting("at", \.at, "which evaluation of a run"),
  ]
}

extension StudyMeasure.Score: SettingChoice {}
extension StudyMeasure.Moment: SettingChoice {}
extension StudyMeasure.Unit: SettingChoice {}
extension EvaluationGroup.Name: SettingChoice {}
