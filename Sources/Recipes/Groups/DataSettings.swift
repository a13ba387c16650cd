import Instructions
import Settings

/// Which examples are trained on, and how they are written.
package struct DataSettings: Sendable, Equatable {
  /// Where the tasks come from.
  package var tasks: [TaskSourceSettings] = []
  /// Clusters of tasks that are never trained on, only evaluated: names, or patterns of names.
  package var heldOutClusters: [String] = []
  /// Instances of every trained task that are kept for evaluation.
  package var heldOutInstances: HeldOutAmount = 20
  /// How often each task is drawn.
  package var mixture = MixtureSettings()
  /// What keeps held-out texts from being trained on.
  package var hygiene = HygieneSettings()
  /// How often each prompt format is used.
  package var formats = FormatShareSettings()
  /// Which worked examples stand in a few-shot prompt.
  package var exemplars = ExemplarSettings()
  /// How the answers to choose from are shown.
  package var options = OptionSettings()
  /// How often a question is turned round, relative to 1 for the forward form; `nil` is as its family has it.
  package var inversionRate: Double?
  /// A folder of template files, or one that all tasks take; `nil` is those that come with the program.
  package var templates: String?
  /// What happens to an example that is longer than a row.
  package var excessLength = PackingConfiguration.LongExamples.truncate
  /// The largest share of a task's examples that may be truncated or dropped before the run is refused.
  package var maxTruncatedFraction = 0.1
  /// The largest share of a task's targets of which the vocabulary cannot write at least half before the run
  /// is refused.
  package var maxUnwritableFraction = 0.1
  /// Where what takes long to read is kept.
  package var cache = CacheSettings()

  /// The defaults.
  package init() {}

  /// Whether any instance of a trained task is kept for evaluation.
  package var holdsOutInstances: Bool { !heldOutInstances.isNone || tasks.contains { $0.validation != nil } }
}

extension DataSettings: SettingGroup {
  package static let settings: [Setting<DataSettings>] = [
    Setting("tasks", \.tasks, required: true, "files and folders that the tasks come from"),
    Setting(
      "heldOutClusters", \.heldOutClusters, "clusters of tasks that are only evaluated, names with * and ?"),
    Setting(
      "heldOutInstances", \.heldOutInstances, .from(0, through: 1_000_000),
      "instances of every trained task that are kept for evaluation: so many, or \"2%\" of each task's"),
    Setting("mixture", \.mixture, "how often each task is drawn"),
    Setting("hygiene", \.hygiene, "what keeps held-out texts from being trained on"),
    Setting("formats", \.formats, "how often each prompt format is used"),
    Setting("exemplars", \.exemplars, "worked examples in a few-shot prompt"),
    Setting("options", \.options, "how the answers to choose from are shown"),
    Setting(
      "inversionRate", \.inversionRate, .from(0, through: 1_000),
      "how often a question is turned round, relative to 1; null is as its family has it"),
    Setting(
      "templates", \.templates,
      "folder of template files, or one file for all tasks; null is the program's own"),
    Setting("excessLength", \.excessLength, "what happens to an example that is longer than a row"),
    Setting(
      "maxTruncatedFraction", \.maxTruncatedFraction, .from(0, through: 1),
      "largest share of a task that may be truncated or dropped before the run is refused"),
    Setting(
      "maxUnwritableFraction", \.maxUnwritableFraction, .from(0, through: 1),
      "largest share of a task's targets that may lose half of their text to the vocabulary"),
    Setting("cache", \.cache, "where what takes long to read is kept for the next run"),
  ]
}

extension PackingConfiguration.LongExamples: SettingChoice {}
