import Instructions
import Settings

/// One of the objectives of a mixture.
package struct DenoiserSettings: Sendable, Equatable {
  /// What is done with a text; no mixture itself.
  package var kind = ObjectiveKind.spanCorruption
  /// The share of a text's tokens that is to be written; `nil` is T5's 0.15 of span corruption, and of a
  /// prefix LM what is left behind a point drawn evenly.
  package var noise: Double?
  /// The mean length of a span in tokens; `nil` is T5's 3.
  package var span: Double?
  /// How often it is drawn, relative to the others.
  package var weight = 1.0
  /// A text that stands before what is given and tells the model which objective it is; `nil` for none.
  package var mode: String?

  /// A denoiser with every default.
  package init() {}

  /// A denoiser.
  package init(
    _ kind: ObjectiveKind, noise: Double?, span: Double? = nil, weight: Double = 1, mode: String? = nil
  ) {
    (self.kind, self.noise, self.span, self.weight, self.mode) = (kind, noise, span, weight, mode)
  }

  /// What is done with a text, for a vocabulary with these sentinels.
  func objective(sentinels: [Int32]) -> TextObjective {
    switch kind {
    case .prefixLM: .prefix(share: noise)
    // `ul2` is refused among denoisers, and is a mixture where it stands alone.
    case .causal, .ul2: .causal
    case .spanCorruption:
      .spanCorruption(
        SpanCorruption(
          noise: noise ?? SpanCorruption.standardNoise, meanSpan: span ?? SpanCorruption.standardMeanSpan,
          sentinels: sentinels))
    }
  }

  /// UL2's seven denoisers (Tay et al. 2022, arXiv 2205.05131, Table 1): R as T5 has it, X with long spans or
  /// many of them, S a prefix LM of which a quarter is to be written; with the modes of section 3.1.4.
  ///
  /// The table gives no shares. R and X have 40 % each and S 20 %, as ports of the code in the paper's appendix
  /// have it.
  package static let ul2 = [
    DenoiserSettings(.spanCorruption, noise: 0.15, span: 3, weight: 0.2, mode: "[R]"),
    DenoiserSettings(.spanCorruption, noise: 0.15, span: 8, weight: 0.2, mode: "[R]"),
    DenoiserSettings(.spanCorruption, noise: 0.5, span: 3, weight: 0.1, mode: "[X]"),
    DenoiserSettings(.spanCorruption, noise: 0.5, span: 8, weight: 0.1, mode: "[X]"),
    DenoiserSettings(.spanCorruption, noise: 0.15, span: 64, weight: 0.1, mode: "[X]"),
    DenoiserSettings(.spanCorruption, noise: 0.5, span: 64, weight: 0.1, mode: "[X]"),
    DenoiserSettings(.prefixLM, noise: 0.25, weight: 0.2, mode: "[S]"),
  ]
}

extension DenoiserSettings: SettingGroup {
  package static let settings: [Setting<DenoiserSettings>] = [
    Setting("kind", \.kind, "what is done with a text"),
    Setting("noise", \.noise, .from(0.01, through: 0.99), "share of its tokens that is to be written"),
    Setting("span", \.span, .from(1, through: 1_000), "mean length of a span in tokens; null is T5's 3"),
    Setting(
      "weight", \.weight, .above(0, through: 1_000_000), "how often it is drawn, relative to the others"),
    Setting("mode", \.mode, "text before what is given, which tells the model that it is this one"),
  ]
}
