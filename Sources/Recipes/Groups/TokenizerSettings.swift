import Settings

/// How text becomes ids.
package struct TokenizerSettings: Sendable, Equatable {
  /// A SentencePiece `.model` file, a folder with one, or `bytes`; `nil` is the one in `model.folder`.
  package var vocabulary: String?

  /// The defaults.
  package init() {}
}

extension TokenizerSettings: SettingGroup {
  package static let settings: [Setting<TokenizerSettings>] = [
    Setting(
      "vocabulary", \.vocabulary,
      "SentencePiece .model file, a folder with one, or \"bytes\"; null is the one in model.folder")
  ]
}
