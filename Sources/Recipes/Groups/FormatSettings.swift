import Instructions
import Settings

extension PromptFormat: SettingChoice {}

/// How often each prompt format is used, in any unit; a task without rationales uses the first two only.
package struct FormatShareSettings: Sendable, Equatable {
  /// The share of zero-shot prompts.
  package var zeroShot = 1.0
  /// The share of few-shot prompts.
  package var fewShot = 1.0
  /// The share of zero-shot prompts that ask for reasons.
  package var zeroShotChainOfThought = 1.0
  /// The share of few-shot prompts that give and ask for reasons.
  package var fewShotChainOfThought = 1.0

  /// The defaults.
  package init() {}

  /// The share of `format`.
  package subscript(format: PromptFormat) -> Double {
    switch format {
    case .zeroShot: zeroShot
    case .fewShot: fewShot
    case .zeroShotChainOfThought: zeroShotChainOfThought
    case .fewShotChainOfThought: fewShotChainOfThought
    }
  }
}

extension FormatShareSettings: SettingGroup {
  private static let limits = Limits.from(0, through: 1_000_000_000)

  package static let settings: [Setting<FormatShareSettings>] = [
    Setting("zero-shot", \.zeroShot, limits, "share of prompts with instruction and input only"),
    Setting("few-shot", \.fewShot, limits, "share of prompts with worked examples"),
    Setting(
      "zero-shot-cot", \.zeroShotChainOfThought, limits, "share of prompts that ask for reasons"),
    Setting(
      "few-shot-cot", \.fewShotChainOfThought, limits, "share of prompts with worked reasons"),
  ]
}

/// Which worked examples stand in a few-shot prompt.
package struct ExemplarSettings: Sendable, Equatable {
  /// The fewest.
  package var minimum = 1
  /// The most; fewer are used where they would not fit the row.
  package var maximum = 3
  /// The share of few-shot prompts in which every exemplar has a template of its own.
  package var mixedTemplates = 0.0
  /// Worked examples of such a prompt, where they fit the row.
  package var mixedCount = 5
  /// The share of few-shot prompts that explain positive examples, of tasks that have explanations.
  package var explained = 0.0

  /// The defaults.
  package init() {}
}

extension ExemplarSettings: SettingGroup {
  package static let settings: [Setting<ExemplarSettings>] = [
    Setting("minimum", \.minimum, .from(1, through: 64), "fewest worked examples in a few-shot prompt"),
    Setting("maximum", \.maximum, .from(1, through: 64), "most worked examples, where they fit the row"),
    Setting(
      "mixedTemplates", \.mixedTemplates, .from(0, through: 1),
      "share of few-shot prompts whose examples have templates of their own"),
    Setting(
      "mixedCount", \.mixedCount, .from(1, through: 64), "worked examples of such a prompt, where they fit"),
    Setting(
      "explained", \.explained, .from(0, through: 1),
      "share of few-shot prompts that explain positive examples, where a task has explanations"),
  ]
}

/// How the answers to choose from are shown.
package struct OptionSettings: Sendable, Equatable {
  /// The share of prompts that show them, of instances that have any.
  package var shown = 0.5
  /// How they are written.
  package var style = OptionConfiguration.Style.random

  /// The defaults.
  package init() {}
}

extension OptionSettings: SettingGroup {
  package static let settings: [Setting<OptionSettings>] = [
    Setting("shown", \.shown, .from(0, through: 1), "share of prompts that show the answers to choose from"),
    Setting("style", \.style, "how they are written: always alike, or each time in another way"),
  ]
}

extension OptionConfiguration.Style: SettingChoice {}
