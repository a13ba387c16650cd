/// Which examples are trained on, and how they are written.
public struct DataSettings: Sendable, Equatable {
  /// Where the tasks come from.
  public var tasks: [TaskSourceSettings] = []
  /// Clusters of tasks that are never trained on, only evaluated.
  public var heldOutClusters: [String] = []
  /// Instances of every trained task that are kept for evaluation.
  public var heldOutInstances: HeldOutAmount = 20
  /// How often each task is drawn.
  public var mixture = MixtureSettings()
  /// What keeps held-out texts from being trained on.
  public var hygiene = HygieneSettings()
  /// How often each prompt format is used.
  public var formats = FormatShareSettings()
  /// Which worked examples stand in a few-shot prompt.
  public var exemplars = ExemplarSettings()
  /// How the answers to choose from are shown.
  public var options = OptionSettings()
  /// How often a question is turned round, relative to 1 for the forward form; `nil` is as its family has it.
  public var inversionRate: Double?
  /// A folder of template files, or one that all tasks take; `nil` is those that come with the program.
  public var templates: String?
  /// What happens to an example that is longer than a row.
  public var excessLength = ExcessLength.truncate
  /// The largest share of a task's examples that may be truncated or dropped before the run is refused.
  public var maxTruncatedFraction = 0.1
  /// The largest share of a task's targets of which the vocabulary cannot write at least half before the run is refused.
  public var maxUnwritableFraction = 0.1
  /// Where what takes long to read is kept.
  public var cache = CacheSettings()

  /// The defaults.
  public init() {}

  /// Whether any instance of a trained task is kept for evaluation.
  var holdsOutInstances: Bool { !heldOutInstances.isNone || tasks.contains { $0.validation != nil } }
}

extension DataSettings: SettingGroup {
  static let settings: [Setting<DataSettings>] = [
    Setting("tasks", \.tasks, required: true, "files and folders that the tasks come from"),
    Setting("heldOutClusters", \.heldOutClusters, "clusters of tasks that are only evaluated"),
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

/// What happens to an example that does not fit a row.
public enum ExcessLength: String, Sendable, Codable, SettingChoice {
  /// Cut to the row's length, its end-of-sequence token kept.
  case truncate
  /// Left out, and counted.
  case drop
  /// The run is refused.
  case fail
}
