import Instructions
import Settings

/// The shape of a step's batch, and how examples are put into it.
package struct PackingSettings: Sendable, Equatable {
  /// Tokens of prompts in a row.
  package var inputLength = 512
  /// Tokens of targets in a row.
  package var targetLength = 128
  /// Rows of one step.
  package var rows = 8
  /// Examples that are put into one step's rows; `nil` is estimated from their lengths.
  package var examplesPerStep: Int?
  /// How rows are filled.
  package var method = PackingStrategy.exactFit
  /// Steps whose examples are packed together, which fills rows better and costs memory for as many batches.
  package var stepsPerWindow = 4

  /// The defaults.
  package init() {}
}

extension PackingSettings: SettingGroup {
  package static let settings: [Setting<PackingSettings>] = [
    Setting(
      "inputLength", \.inputLength, .from(2, through: 65_536),
      "tokens of prompts in a row, at most"),
    Setting(
      "targetLength", \.targetLength, .from(2, through: 65_536),
      "tokens of targets in a row, at most"),
    Setting("rows", \.rows, .from(1, through: 65_536), "rows of one step"),
    Setting(
      "examplesPerStep", \.examplesPerStep, .from(1, through: 16_777_216),
      "examples that are put into one step's rows; null is estimated from their lengths"),
    Setting("method", \.method, "how rows are filled"),
    Setting(
      "stepsPerWindow", \.stepsPerWindow, .from(1, through: 4_096),
      "steps whose examples are packed together; more fill rows better"),
  ]
}

extension PackingStrategy: SettingChoice {}
