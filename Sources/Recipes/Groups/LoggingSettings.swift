import Settings

/// What is logged how often.
package struct LoggingSettings: Sendable, Equatable {
  /// Steps between log lines; the metrics files hold every step.
  package var every = 10
  /// Steps between logs of every tensor's update size; `nil` is never.
  package var stepSizes: Int?
  /// Standard deviations above the running mean from which on a loss or gradient norm is a spike, whose examples are named;
  /// `nil` is never.
  package var spikes: Double? = 6

  /// The defaults.
  package init() {}
}

extension LoggingSettings: SettingGroup {
  package static let settings: [Setting<LoggingSettings>] = [
    Setting("every", \.every, .from(1, through: 1_000_000_000), "steps between log lines"),
    Setting(
      "stepSizes", \.stepSizes, .from(1, through: 1_000_000_000),
      "steps between logs of every tensor's update size; null is never"),
    Setting(
      "spikes", \.spikes, .from(1, through: 1_000),
      "deviations above the running mean that make a loss or gradient norm a spike; null is never"),
  ]
}
