/// How text becomes ids.
public struct TokenizerSettings: Sendable, Equatable {
  /// A SentencePiece `.model` file, a folder with one, or `bytes`; `nil` is the one in `model.folder`.
  public var vocabulary: String?

  /// The defaults.
  public init() {}
}

extension TokenizerSettings: SettingGroup {
  static let settings: [Setting<TokenizerSettings>] = [
    Setting(
      "vocabulary", \.vocabulary,
      "SentencePiece .model file, a folder with one, or \"bytes\"; null is the one in model.folder")
  ]
}
