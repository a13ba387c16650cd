/// How long and on what the run goes.
public struct TrainSettings: Sendable, Equatable {
  /// Optimizer steps.
  public var steps = 1_000
  /// Threads; `nil` is every core.
  public var threads: Int?

  /// The defaults.
  public init() {}
}

extension TrainSettings: SettingGroup {
  static let settings: [Setting<TrainSettings>] = [
    Setting("steps", \.steps, .from(1, through: 1_000_000_000), "optimizer steps"),
    Setting("threads", \.threads, .from(1, through: 4_096), "threads; null is every core"),
  ]
}
