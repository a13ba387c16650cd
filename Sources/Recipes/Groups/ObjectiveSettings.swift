import Instructions
import Settings

/// How texts are learned from: what of them a model is given, and what it is to write.
package struct ObjectiveSettings: Sendable, Equatable {
  /// What is done with a text.
  package var kind = ObjectiveKind.spanCorruption
  /// The share of a text's tokens that span corruption takes out; `nil` is T5's 0.15.
  package var noise: Double?
  /// The mean length of a span in tokens; `nil` is T5's 3.
  package var span: Double?
  /// The most tokens of a piece that a longer text is cut into; `nil` is what a row has room for.
  package var length: Int?

  /// The defaults.
  package init() {}

  /// The objective, for a vocabulary with these sentinels.
  package func objective(sentinels: [Int32]) -> TextObjective {
    switch kind {
    case .prefixLM: .prefixLM
    case .causal: .causal
    case .spanCorruption:
      .spanCorruption(
        SpanCorruption(
          noise: noise ?? SpanCorruption.standardNoise, meanSpan: span ?? SpanCorruption.standardMeanSpan,
          sentinels: sentinels))
    }
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
}

extension ObjectiveSettings: SettingGroup {
  package static let settings: [Setting<ObjectiveSettings>] = [
    Setting("kind", \.kind, "what is done with a text of a source of the kind text"),
    Setting(
      "noise", \.noise, .from(0.01, through: 0.99),
      "share of tokens that span corruption takes out; null is T5's 0.15"),
    Setting("span", \.span, .from(1, through: 1_000), "mean length of a span in tokens; null is T5's 3"),
    Setting(
      "length", \.length, .from(2, through: 131_072),
      "most tokens of a piece of a longer text; null is what a row has room for"),
  ]
}

extension ObjectiveKind: SettingChoice {}
extension DocumentDivision: SettingChoice {}
