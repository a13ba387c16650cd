/// What is logged how often.
public struct LoggingSettings: Sendable, Equatable {
  /// Steps between log lines; the metrics files hold every step.
  public var every = 10
  /// Steps between logs of every tensor's update size; `nil` is never.
  public var stepSizes: Int?

  /// The defaults.
  public init() {}
}

extension LoggingSettings: SettingGroup {
  static let settings: [Setting<LoggingSettings>] = [
    Setting("every", \.every, .from(1, through: 1_000_000_000), "steps between log lines"),
    Setting(
      "stepSizes", \.stepSizes, .from(1, through: 1_000_000_000),
      "steps between logs of every tensor's update size; null is never"),
  ]
}
