import Checkpoints
import Settings

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
