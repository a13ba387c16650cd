import Instructions
import Settings

/// How often each task is drawn.
package struct MixtureSettings: Sendable, Equatable {
  /// A published mixture, which gives proportions and caps where the recipe gives none; `nil` is none.
  package var preset: MixturePreset?
  /// The most examples of one task that count towards its rate; `nil` is the preset's cap, or none.
  package var cap: Int?
  /// Rates are raised to the power of 1 / temperature after the cap.
  package var temperature = 1.0
  /// Fixed shares of the sub-mixtures, rescaled to sum to one; empty follows the preset, or else the rates
  /// alone.
  package var proportions: [String: Double] = [:]
  /// What holds for single sub-mixtures.
  package var subMixtures: [String: SubMixtureSettings] = [:]
  /// Which of the sources' tasks are trained on.
  package var tasks = TaskSelectionSettings()
  /// The share of the stream for tasks with rationales; `nil` leaves it to rates and proportions.
  package var chainOfThought: Double?

  /// The defaults.
  package init() {}
}

extension MixtureSettings: SettingGroup {
  package static let settings: [Setting<MixtureSettings>] = [
    Setting(
      "preset", \.preset,
      "published mixture that gives proportions and caps: Flan's A and B (2022), or its published code's"),
    Setting(
      "cap", \.cap, .from(1, through: 1_000_000_000_000),
      "most examples of one task that count towards its rate; null is the preset's cap, or none"),
    Setting(
      "temperature", \.temperature, .above(0, through: 1_000),
      "rates are raised to the power of 1 / temperature after the cap"),
    Setting(
      "proportions", \.proportions, .from(0, through: 1_000_000_000),
      "fixed shares of the sub-mixtures, in any unit; empty goes by the preset, else by the rates alone"),
    Setting("subMixtures", \.subMixtures, "proportion, cap and temperature of single sub-mixtures"),
    Setting("tasks", \.tasks, "which of the sources' tasks are trained on"),
    Setting(
      "chainOfThought", \.chainOfThought, .from(0, through: 1),
      "share of the stream for tasks with rationales; null leaves it to rates and proportions"),
  ]
}
