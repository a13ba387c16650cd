import Foundation

/// Turns text into token ids and back.
///
/// An id space holds the pieces of the vocabulary and its sentinels (`<extra_id_0>`, ...), which as a rule
/// come after the pieces. A model's embedding table may have more rows than that, since tables are often
/// padded to a round number.
public protocol Tokenizer: Sendable {
  /// The number of ids that text can be encoded to or decoded from: pieces and sentinels.
  var vocabularySize: Int { get }
  /// The id that fills unused places of a row, and that starts the input of a T5 model's decoder.
  var padID: Int32 { get }
  /// The id that ends every input and every target.
  var endOfSequenceID: Int32 { get }
  /// The id of what the vocabulary cannot express; -1, which no token has, where it can express everything.
  var unknownID: Int32 { get }
  /// The ids of `text`, without an end-of-sequence id.
  ///
  /// Sentinels and added tokens are recognized by their names inside text; `</s>`, `<pad>` and `<unk>`, and
  /// every special token of a byte-pair vocabulary, are text like any other, so that data can never end a
  /// sequence.
  func encode(_ text: String) -> [Int32]
  /// The text of `ids`; padding, end of sequence and ids outside the vocabulary are skipped.
  func decode(_ ids: some Sequence<Int32>) -> String
  /// The piece with this id, as the vocabulary spells it (a space is U+2581); `nil` outside the vocabulary.
  func piece(of id: Int32) -> String?
  /// The files that make this tokenizer again, to be copied into a checkpoint.
  var files: [(name: String, bytes: Data)] { get }
  /// Tokens that were added to the vocabulary after it was made.
  var addedTokens: [AddedToken] { get }
  /// The ids of `text` where the name of every special token stands for the token: for the marks of turns
  /// that a model's family has, never for data.
  func encodeMarked(_ text: String) -> [Int32]
  /// The text of `ids` with the names of special tokens.
  func decodeMarked(_ ids: some Sequence<Int32>) -> String
  /// What stands before each sequence that the model reads: a beginning of sequence, or nothing.
  var startIDs: [Int32] { get }
  /// The names of the special tokens, which are text where they stand in data.
  var specialTokens: [String] { get }
  /// The ids of a text between two others in which the names of special tokens stand for the tokens; in the text itself they
  /// do not.
  func encode(_ text: String, between before: String, and after: String) -> [Int32]
  /// What is written around prompts and targets; `nil` for nothing.
  var turns: TurnFormat? { get }
  /// The tokenizer of the vocabulary alone.
  var withoutTurns: any Tokenizer { get }
  /// The ids of a prompt as a model reads it, its markers and the end-of-sequence id included.
  func prompt(_ text: String) -> [Int32]
  /// The ids of a target as a model writes it, the end-of-sequence id included.
  /// - Parameter prompt: what the target follows.
  func target(_ text: String, after prompt: String) -> [Int32]
  /// The text of an answer's ids, as a target is written.
  func answer(_ ids: some Sequence<Int32>) -> String
  /// Whether targets go on in the sequence of their prompts, with a space between the two.
  var continuesPrompts: Bool { get }
  /// The tokenizer of a model that reads a prompt and its target as one sequence.
  var continuingPrompts: any Tokenizer { get }
  /// The ids that every prompt begins with, where it has markers.
  var promptHead: [Int32] { get }
  /// The ids that every prompt ends in, the end-of-sequence id last.
  var promptTail: [Int32] { get }
}

extension Tokenizer {
  /// None, as most vocabularies have.
  public var addedTokens: [AddedToken] { [] }

  /// What `encode` gives: the vocabulary has no further special tokens.
  public func encodeMarked(_ text: String) -> [Int32] { encode(text) }

  /// What `decode` gives.
  public func decodeMarked(_ ids: some Sequence<Int32>) -> String { decode(ids) }

  /// Nothing, as T5 has it.
  public var startIDs: [Int32] { [] }

  /// None.
  public var specialTokens: [String] { [] }

  /// Nothing.
  public var turns: TurnFormat? { nil }
  /// The tokenizer itself.
  public var withoutTurns: any Tokenizer { self }
  /// The text's ids and the end-of-sequence id.
  public func prompt(_ text: String) -> [Int32] { encode(text) + [endOfSequenceID] }
  /// Nothing.
  public var promptHead: [Int32] { [] }
  /// The end-of-sequence id.
  public var promptTail: [Int32] { [endOfSequenceID] }

  /// The ids of a prompt that is given as ids.
  public func prompt(_ ids: [Int32]) -> [Int32] { promptHead + ids + promptTail }

  /// The text's ids and the end-of-sequence id.
  public func target(_ text: String, after prompt: String) -> [Int32] { encode(text) + [endOfSequenceID] }
  /// What `decode` gives.
  public func answer(_ ids: some Sequence<Int32>) -> String { decode(ids) }
  /// False.
  public var continuesPrompts: Bool { false }
  /// The tokenizer itself: its vocabulary tells no space before a word from none.
  public var continuingPrompts: any Tokenizer { self }

  /// A target's ids without the end-of-sequence id behind them, which a target that goes on does not have.
  public func withoutEnd(_ targets: [Int32]) -> [Int32] {
    targets.last == endOfSequenceID ? targets.dropLast() : targets
  }

  /// The text of a prompt's ids, without its markers.
  public func text(ofPrompt ids: [Int32]) -> String {
    decode(ids.dropFirst(promptHead.count).dropLast(promptTail.count))
  }

  /// The id of the token whose whole name is `name`, special ones among them; `nil` where there is none.
  public func token(named name: String) -> Int32? {
    if let end = piece(of: endOfSequenceID), end.utf8.elementsEqual(name.utf8) { return endOfSequenceID }
    let ids = encodeMarked(name)
    guard ids.count == 1, let piece = piece(of: ids[0]), piece.utf8.elementsEqual(name.utf8) else {
      return nil
    }
    return ids[0]
  }

  /// How many sentinels there are: 100 for T5, 125 for ByT5.
  public var sentinelCount: Int {
    (0..<Sentinels.maximumCount).first { number in
      let ids = encode(Sentinels.name(number))
      return ids.count != 1 || piece(of: ids[0]) != Sentinels.name(number)
    } ?? Sentinels.maximumCount
  }

  /// The ids of the sentinels `<extra_id_0>`, `<extra_id_1>`, ..., which mark masked spans.
  public var sentinelIDs: [Int32] { (0..<sentinelCount).flatMap { encode(Sentinels.name($0)) } }
}

/// Opens the vocabulary that a recipe or a command line names; `open` does.
public enum VocabularyFile {
  /// The word that names the byte vocabulary, which needs no file.
  public static let bytes = "bytes"
  /// The name of a SentencePiece model inside a model folder.
  public static let sentencePieceName = "spiece.model"
  /// The name of a file of Hugging Face's `tokenizers` inside a model folder.
  public static let tokenizerJSONName = "tokenizer.json"
  /// The name of a SentencePiece model of the byte-pair algorithm inside a model folder.
  public static let bytePairModelName = "tokenizer.model"
}
