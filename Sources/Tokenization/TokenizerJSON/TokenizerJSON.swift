import Foundation
import JSON

/// What a `tokenizer.json` file (the format of Hugging Face's `tokenizers`) says of a unigram vocabulary.
///
/// Only the parts that T5's tokenizers have are read: a unigram model, added tokens, rewriting by compiled
/// rules and white space, `Metaspace`. How ids are put into a template and turned back into text is not taken
/// from the file: both are SentencePiece's, as for a `spiece.model`.
struct TokenizerJSON {
  /// A token beside the model's pieces, or a word about one of them.
  struct Addition {
    let id: Int
    let token: AddedToken
    let field: JSONField
  }

  /// The pieces by id, each with its natural-log probability.
  let pieces: [(text: String, score: Float)]
  /// The place of the unknown piece, inside `pieces`.
  let unknownID: Int
  /// Whether unknown characters are spelled by bytes.
  let fallsBackToBytes: Bool
  /// In the file's order.
  let additions: [Addition]
  /// The compiled rules and what is done about white space.
  let rewriting: TextRewriting
  /// The vocabulary's field, for messages.
  let vocabulary: JSONField

  /// Reads a file.
  /// - Throws: `JSONError`, `TokenizerError`.
  init(_ field: JSONField) throws {
    let root = try field.object()
    let model = try root.required("model").object()
    try Self.requireUnigram(model)
    vocabulary = try model.required("vocab")
    pieces = try vocabulary.array().map(Self.piece)
    let unknown = try model.required("unk_id")
    unknownID = try unknown.integer()
    guard pieces.indices.contains(unknownID) else {
      throw unknown.invalid(unknownID, mustBe: "the id of a piece, from 0 to \(pieces.count - 1)")
    }
    fallsBackToBytes = try Self.fallsBackToBytes(model, pieces: pieces.map(\.text))
    additions = try root["added_tokens"].map { try $0.isNull ? [] : $0.array().map(Self.addition) } ?? []
    var rewriting = TextRewriting()
    if let normalizer = root["normalizer"] { try rewriting.addNormalizer(normalizer) }
    try rewriting.addPreTokenizer(root.required("pre_tokenizer"))
    self.rewriting = rewriting
  }

  /// Files of the first versions have no type; their vocabulary is a list of pairs, as no other model's is.
  private static func requireUnigram(_ model: JSONObject) throws {
    guard let type = model["type"], !type.isNull else { return }
    let name = try type.string()
    if name != "Unigram" { throw TokenizerError.unsupported(type, name, supported: ["Unigram", "BPE"]) }
  }

  private static func piece(_ field: JSONField) throws -> (text: String, score: Float) {
    let pair = try field.array()
    guard pair.count == 2 else {
      throw field.invalid("a list of \(pair.count)", mustBe: "a piece and its score")
    }
    return (try pair[0].string(), Float(try pair[1].double()))
  }

  /// A vocabulary with all 256 bytes was made for spelling unknown characters, whatever the flag says:
  /// transformers 4 writes `false` for every T5 vocabulary.
  private static func fallsBackToBytes(_ model: JSONObject, pieces: [String]) throws -> Bool {
    if let flag = model["byte_fallback"], !flag.isNull, try flag.boolean() { return true }
    return Set(pieces.lazy.compactMap(BytePiece.byte(of:))).count == 256
  }

  private static func addition(_ field: JSONField) throws -> Addition {
    let object = try field.object()
    let id = try object.required("id").integer()
    return Addition(id: id, token: try AddedToken(id: Int32(clamping: id), of: object), field: field)
  }

  /// What becomes of spaces beside added tokens.
  var tokenSpaces: TokenSpaces {
    let stay = !rewriting.splitsWords
    let sentinels = additions.map(\.token).filter { Sentinels.number(named: $0.text) != nil }
    return TokenSpaces(
      stayBeforeTokens: stay, stayAtStart: stay && !rewriting.stripsStart,
      stayAfterSentinels: stay && !rewriting.stripsStart && !sentinels.contains(where: \.stripsRight))
  }

  /// The tokens that were added after the pieces: those whose names in a text are found before it is cut into
  /// pieces.
  var addedTokens: [AddedToken] {
    additions.filter { $0.id >= pieces.count && !VocabularyMessage.isControl($0.token.text) }.map(\.token)
  }
}
