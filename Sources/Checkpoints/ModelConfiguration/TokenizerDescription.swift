import Foundation

/// What a model folder tells `transformers` about its tokenizer.
package struct TokenizerDescription: Hashable, Sendable {
  /// The tokenizers that models have.
  package enum Kind: Sendable {
    /// SentencePiece with its vocabulary in `spiece.model` (`T5Tokenizer`).
    case sentencePiece
    /// Bytes, without a vocabulary file (`ByT5Tokenizer`).
    case byteLevel
  }

  /// A token that was added to the vocabulary after it was made.
  package struct AddedToken: Hashable, Sendable, Encodable {
    /// Its name.
    package let content: String
    /// Whether white space before it goes.
    package let lstrip: Bool
    /// Whether white space after it goes.
    package let rstrip: Bool
    /// Whether it is only found where no letter is next to it.
    package let single_word: Bool
    /// Whether it is looked for in normalized text.
    package let normalized: Bool
    /// Whether it is left out where special tokens are.
    package let special: Bool

    /// A token with its flags.
    package init(
      _ content: String, lstrip: Bool, rstrip: Bool, singleWord: Bool, normalized: Bool = false, special: Bool
    ) {
      self.content = content
      self.lstrip = lstrip
      self.rstrip = rstrip
      single_word = singleWord
      self.normalized = normalized
      self.special = special
    }
  }

  /// Which tokenizer.
  package var kind: Kind
  /// How many sentinels `<extra_id_0>`, `<extra_id_1>`, ... it has.
  package var sentinelCount: Int
  /// The length beyond which `transformers` warns, in tokens.
  package var longestInput: Int
  /// The tokens that were added to the vocabulary, by their ids.
  package var addedTokens: [Int: AddedToken] = [:]
  /// Whether a `tokenizer.json` is there that says all: `transformers` then takes it as it is, where its own class for
  /// T5 would make parts of it anew.
  package var isWhole = false

  /// A tokenizer with T5's sentinels: 100 with SentencePiece, 125 with bytes.
  package init(_ kind: Kind, sentinelCount: Int? = nil, longestInput: Int = 512) {
    self.kind = kind
    self.sentinelCount = max(0, sentinelCount ?? (kind == .sentencePiece ? 100 : 125))
    self.longestInput = longestInput
  }

  /// The text of `tokenizer_config.json`.
  /// - Throws: `EncodingError`; not for any value of this type.
  package func configurationJSON() throws -> Data {
    try ModelFolder.json(Configuration(self))
  }

  /// The text of `special_tokens_map.json`.
  /// - Throws: `EncodingError`; not for any value of this type.
  package func specialTokensJSON() throws -> Data {
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
    let added_tokens_decoder: [String: AddedToken]?
    let additional_special_tokens: [String]
    let clean_up_tokenization_spaces = false
    let eos_token = "</s>"
    let extra_ids: Int
    /// How `transformers` treats the text behind a sentinel; the published T5 tokenizers have this default.
    let legacy: Bool?
    /// What the model takes; the general class would add types of tokens.
    let model_input_names: [String]?
    let model_max_length: Int
    let pad_token = "<pad>"
    let tokenizer_class: String
    let unk_token = "<unk>"

    init(_ tokenizer: TokenizerDescription) {
      let added = tokenizer.addedTokens.map { ("\($0.key)", $0.value) }
      added_tokens_decoder = added.isEmpty ? nil : Dictionary(uniqueKeysWithValues: added)
      additional_special_tokens = tokenizer.sentinels
      extra_ids = tokenizer.sentinelCount
      model_input_names = tokenizer.isWhole ? ["input_ids", "attention_mask"] : nil
      legacy = tokenizer.kind == .sentencePiece ? true : nil
      model_max_length = tokenizer.longestInput
      tokenizer_class =
        tokenizer.isWhole
        ? "PreTrainedTokenizerFast" : tokenizer.kind == .sentencePiece ? "T5Tokenizer" : "ByT5Tokenizer"
    }
  }
}
