import Instructions
import Settings

/// How texts are learned from: what of them a model is given, and what it is to write.
package struct ObjectiveSettings: Sendable, Equatable {
  /// What is done with a text.
  package var kind = ObjectiveKind.spanCorruption
  /// The share of a text's tokens that is to be written; `nil` is T5's 0.15 of span corruption, and of a
  /// prefix LM what is left behind a point drawn evenly.
  package var noise: Double?
  /// The mean length of a span in tokens; `nil` is T5's 3.
  package var span: Double?
  /// The most tokens of a piece that a longer text is cut into; `nil` is what a row has room for.
  package var length: Int?
  /// Several objectives in place of one, of which each piece has one drawn in every epoch.
  package var denoisers: [DenoiserSettings] = []

  /// The defaults.
  package init() {}

  /// The denoisers of a mixture: the recipe's own, or those of UL2; none for one objective.
  package var mixture: [DenoiserSettings] {
    denoisers.isEmpty && kind == .ul2 ? DenoiserSettings.ul2 : denoisers
  }

  /// Whether spans are taken out, for which a vocabulary must have sentinels.
  package var takesSpansOut: Bool {
    mixture.isEmpty ? kind == .spanCorruption : mixture.contains { $0.kind == .spanCorruption }
  }

  /// The objective.
  /// - Parameters:
  ///   - sentinels: the vocabulary's.
  ///   - encode: the ids of a mode's text.
  package func objective(
    sentinels: [Int32], encode: (String) -> [Int32] = { _ in [] }
  ) -> TextObjective {
    if mixture.isEmpty {
      return DenoiserSettings(kind, noise: noise, span: span).objective(sentinels: sentinels)
    }
    return .mixture(
      mixture.map { denoiser in
        Denoiser(
          denoiser.objective(sentinels: sentinels), weight: denoiser.weight,
          mode: denoiser.mode.map { (text: $0, ids: encode($0)) })
      })
  }
}

/// The objectives of pre-training.
package enum ObjectiveKind: String, Sendable, CaseIterable {
  /// Spans are taken out and to be written, as T5 was pre-trained.
  case spanCorruption = "span-corruption"
  /// A text is given up to a point and to be written on.
  case prefixLM = "prefix-lm"
  /// A text is to be written from its beginning.
  case causal
  /// UL2's mixture of the two first: `DenoiserSettings.ul2`.
  case ul2
}

extension ObjectiveSettings: SettingGroup {
  package static let settings: [Setting<ObjectiveSettings>] = [
    Setting("kind", \.kind, "what is done with a text of a source of the kind text; ul2 is seven denoisers"),
    Setting(
      "noise", \.noise, .from(0.01, through: 0.99),
      "share of tokens that is to be written; null is T5's 0.15 of span corruption, any of a prefix LM"),
    Setting("span", \.span, .from(1, through: 1_000), "mean length of a span in tokens; null is T5's 3"),
    Setting(
      "length", \.length, .from(2, through: 131_072),
      "most tokens of a piece of a longer text; null is what a row has room for"),
    Setting(
      "denoisers", \.denoisers, "several objectives in place of one, drawn for each piece in every epoch"),
  ]
}

extension ObjectiveKind: SettingChoice {}
extension DocumentDivision: SettingChoice {}
