import Checkpoints
import Settings

/// Where the run is written.
package struct OutputSettings: Sendable, Equatable {
  /// The folder that holds the run's folder, relative to the working directory.
  package var folder = "runs"

  /// The defaults.
  package init() {}
}

extension OutputSettings: SettingGroup {
  package static let settings: [Setting<OutputSettings>] = [
    Setting("folder", \.folder, "folder that holds the run's folder")
  ]
}

/// What is logged how often.
package struct LoggingSettings: Sendable, Equatable {
  /// Steps between log lines; the metrics files hold every step.
  package var every = 10
  /// Steps between logs of every tensor's update size; `nil` is never.
  package var stepSizes: Int?
  /// Standard deviations above the running mean from which on a loss or gradient norm is a spike, whose
  /// examples are named; `nil` is never.
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

/// When checkpoints are written and which are kept.
package struct CheckpointSettings: Sendable, Equatable {
  /// Steps between checkpoints, and one after the last step.
  package var every = 500
  /// The newest checkpoints that are kept; the best one is kept in any case.
  package var keepLast = 2
  /// The precision of the best checkpoint's weights; those that a run goes on from are always float32.
  package var precision = SafetensorsWriter.Precision.float32

  /// The defaults.
  package init() {}
}

extension CheckpointSettings: SettingGroup {
  package static let settings: [Setting<CheckpointSettings>] = [
    Setting("every", \.every, .from(1, through: 1_000_000_000), "steps between checkpoints"),
    Setting("keepLast", \.keepLast, .from(1, through: 1_000_000), "newest checkpoints that are kept"),
    Setting(
      "precision", \.precision,
      "precision of the weights in `best/`; the newest checkpoints, from which runs go on, keep float32"),
  ]
}

extension SafetensorsWriter.Precision: SettingChoice {}
