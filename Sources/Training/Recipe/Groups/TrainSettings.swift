/// How long and on what the run goes.
public struct TrainSettings: Sendable, Equatable {
  /// Optimizer steps.
  public var steps = 1_000
  /// The equal parts that a step's rows are computed in, one after the other: less memory for the same step.
  public var accumulation = 1
  /// Threads; `nil` is every core.
  public var threads: Int?

  /// The defaults.
  public init() {}
}

extension TrainSettings: SettingGroup {
  static let settings: [Setting<TrainSettings>] = [
    Setting("steps", \.steps, .from(1, through: 1_000_000_000), "optimizer steps"),
    Setting(
      "accumulation", \.accumulation, .from(1, through: 65_536),
      "equal parts that a step's rows are computed in, one after the other, with their gradients added"),
    Setting("threads", \.threads, .from(1, through: 4_096), "threads; null is every core"),
  ]
}
