import Foundation

/// What a model folder tells `transformers` about its tokenizer.
public struct TokenizerDescription: Hashable, Sendable {
  /// The tokenizers that T5 models have.
  public enum Kind: Sendable {
    /// SentencePiece with its vocabulary in `spiece.model` (`T5Tokenizer`).
    case sentencePiece
    /// Bytes, without a vocabulary file (`ByT5Tokenizer`).
    case byteLevel
  }

  /// Which tokenizer.
  public var kind: Kind
  /// How many sentinels `<extra_id_0>`, `<extra_id_1>`, ... it has.
  public var sentinelCount: Int
  /// The length beyond which `transformers` warns, in tokens.
  public var longestInput: Int

  /// A tokenizer with T5's sentinels: 100 with SentencePiece, 125 with bytes.
  public init(_ kind: Kind, sentinelCount: Int? = nil, longestInput: Int = 512) {
    self.kind = kind
    self.sentinelCount = max(0, sentinelCount ?? (kind == .sentencePiece ? 100 : 125))
    self.longestInput = longestInput
  }

  /// The text of `tokenizer_config.json`.
  /// - Throws: `EncodingError`; not for any value of this type.
  public func configurationJSON() throws -> Data {
    try ModelFolder.json(Configuration(self))
  }

  /// The text of `special_tokens_map.json`.
  /// - Throws: `EncodingError`; not for any value of this type.
  public func specialTokensJSON() throws -> Data {
    try ModelFolder.json(SpecialTokens(self))
  }

  private var sentinels: [String] { (0..<sentinelCount).map { "<extra_id_\($0)>" } }

  private struct SpecialTokens: Encodable {
    let additional_special_tokens: [String]
    let eos_token = "</s>"
    let pad_token = "<pad>"
    let unk_token = "<unk>"

    init(_ tokenizer: TokenizerDescription) {
      additional_special_tokens = tokenizer.sentinels
    }
  }

  private struct Configuration: Encodable {
    let additional_special_tokens: [String]
    let clean_up_tokenization_spaces = false
    let eos_token = "</s>"
    let extra_ids: Int
    /// How `transformers` treats the text behind a sentinel; the published T5 tokenizers have this default.
    let legacy: Bool?
    let model_max_length: Int
    let pad_token = "<pad>"
    let tokenizer_class: String
    let unk_token = "<unk>"

    init(_ tokenizer: TokenizerDescription) {
      additional_special_tokens = tokenizer.sentinels
      extra_ids = tokenizer.sentinelCount
      legacy = tokenizer.kind == .sentencePiece ? true : nil
      model_max_length = tokenizer.longestInput
      tokenizer_class = tokenizer.kind == .sentencePiece ? "T5Tokenizer" : "ByT5Tokenizer"
    }
  }
}
