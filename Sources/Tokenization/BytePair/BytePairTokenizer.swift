import Foundation

/// A byte-pair vocabulary as Hugging Face's `tokenizers` has it: byte-level ones such as those of GPT-2, SmolLM2, Llama 3, Qwen2 and
/// Pythia, and those that come from SentencePiece and spell unknown characters by bytes, such as those of Llama 2 and Mistral.
///
/// Ids and text are those of `tokenizers` 0.22.
public struct BytePairTokenizer: Tokenizer {
  let model: BytePairModel
  /// How text is rewritten and cut.
  let steps: BytePairSteps
  /// The tokens of `added_tokens` by id, those that the vocabulary has among them.
  let added: [Int32: AddedToken]
  /// Those that are looked for in the text as it stands.
  let written: AddedTokenMatches
  /// Those that are looked for in what the normalizer makes of the text between the others.
  let normalized: AddedTokenMatches
  let roles: TokenRoles
  let workspaces = BytePairWorkspacePool()

  /// What fills unused places of a row: the token that the files beside the vocabulary name, or else the end of sequence.
  public var padID: Int32 { roles.pad ?? roles.end }
  /// The end of sequence that the files beside the vocabulary name.
  public var endOfSequenceID: Int32 { roles.end }
  /// The token of what the vocabulary cannot express; -1 where it can express everything.
  public var unknownID: Int32 { model.unknownID ?? -1 }
  /// The names of the special tokens, by id.
  public var specialTokens: [String] {
    added.values.filter(\.isSpecial).sorted { $0.id < $1.id }.map(\.text)
  }
  /// What the vocabulary's own template puts before a text, as a rule nothing or a beginning of sequence.
  public var startIDs: [Int32] { roles.starts }
  /// One more than the highest id of a token.
  public let vocabularySize: Int
  /// Whether targets go on in the sequence of their prompts, with a space between the two.
  public internal(set) var continuesPrompts = false
  /// `tokenizer.json` or `tokenizer.model`, and what beside it names tokens, byte for byte.
  public let files: [(name: String, bytes: Data)]

  /// - Parameters:
  ///   - userDefined: the user-defined pieces of a SentencePiece model, which are looked for in normalized text as they are spelled.
  ///   - files: what makes this tokenizer again.
  init(
    _ model: BytePairModel, _ steps: BytePairSteps, added: [AddedToken], userDefined: [AddedToken] = [],
    roles: TokenRoles, files: [(name: String, bytes: Data)]
  ) {
    self.model = model
    self.steps = steps
    self.added = Dictionary((added + userDefined).map { ($0.id, $0) }) { first, _ in first }
    // Special ones come first where several are spelled alike.
    let ordered = added.filter(\.isSpecial) + added.filter { !$0.isSpecial }
    written = AddedTokenMatches(ordered.filter { !$0.isNormalized }.map { (Array($0.text.utf8), $0) })
    normalized = AddedTokenMatches(
      ordered.filter(\.isNormalized).map { (steps.normalized(Array($0.text.utf8)), $0) }
        + userDefined.map { (Array($0.text.utf8), $0) })
    self.roles = roles
    self.files = files
    vocabularySize = max(model.texts.end, added.map { Int($0.id) + 1 }.max() ?? 0)
  }

  /// The tokens of `added_tokens` that the vocabulary itself does not have.
  public var addedTokens: [AddedToken] {
    added.values.filter { model.texts[Int($0.id)] == nil }.sorted { $0.id < $1.id }
  }

  /// The token with this id as the vocabulary spells it: byte-level ones have `Ġ` for a space. `nil` where there is none.
  public func piece(of id: Int32) -> String? {
    added[id]?.text ?? model.texts[Int(id)].map { String(decoding: $0, as: UTF8.self) }
  }
}

extension BytePairTokenizer {
  /// The text of `ids` without special tokens; ids outside the vocabulary are skipped.
  public func decode(_ ids: some Sequence<Int32>) -> String { decode(ids, skipsSpecial: true) }

  /// The text of `ids` with the names of special tokens.
  public func decodeMarked(_ ids: some Sequence<Int32>) -> String { decode(ids, skipsSpecial: false) }

  private func decode(_ ids: some Sequence<Int32>, skipsSpecial: Bool) -> String {
    let tokens = ids.lazy.compactMap { id -> ArraySlice<UInt8>? in
      if let token = added[id] { return skipsSpecial && token.isSpecial ? nil : Array(token.text.utf8)[...] }
      return model.texts[Int(id)]
    }
    guard let decoders = steps.decoders else {
      return String(decoding: Array(tokens.joined(separator: [WordPattern.space])), as: UTF8.self)
    }
    if decoders.count == 1, case .byteLevel = decoders[0] {
      var bytes: [UInt8] = []
      for token in tokens where !ByteAlphabet.append(token, to: &bytes) { bytes.append(contentsOf: token) }
      return String(decoding: bytes, as: UTF8.self)
    }
    let texts = decoders.reduce(tokens.map(Array.init)) { $1.run($0) }
    return String(decoding: Array(texts.joined()), as: UTF8.self)
  }
}
