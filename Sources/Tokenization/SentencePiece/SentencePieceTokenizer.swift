import Diagnostics
import Foundation

/// A SentencePiece unigram vocabulary, as T5 has it, with T5's sentinels, which follow the pieces of a
/// `spiece.model`.
///
/// Ids and text are those of the SentencePiece library. Sentinels are dealt with as by the slow `T5Tokenizer`
/// of transformers with `legacy=True`: `<extra_id_0>` has the highest id (or the one that a `tokenizer.json`
/// gives it); the stretches of text between sentinels lose their outer white space and are encoded each on
/// its own, so that each starts with a leading space; decoding puts one space between a sentinel and what is
/// next to it. So it is with added tokens.
public struct SentencePieceTokenizer: Tokenizer {
  let table: PieceTable
  let trie: PieceTrie
  let normalizer: Normalizer
  let sentinels: Sentinels
  let sentinelIDs: SentinelIDs
  let added: AddedTokens
  let tokenSpaces: TokenSpaces
  /// The normalizer's rules as the model has them; `nil` without rules.
  let compiledRules: Data?
  /// What the unknown id is decoded to.
  let unknownText: String
  /// The score of an unknown character: worse than that of any piece.
  let unknownScore: Float
  /// The most bytes of normalized text that one piece or unknown character covers.
  let longestPiece: Int
  /// Whether no piece has a space after its first character, so that words can be encoded one by one; not so
  /// either where scores are of a size that none is in practice.
  let piecesEndAtSpaces: Bool
  /// The largest magnitude that a step of the search can add to a sum, per byte of text.
  let largestPieceScore: Float
  let workspaces = EncodingWorkspacePool()
  private let file: (name: String, bytes: Data)

  /// How much worse an unknown character is than the worst piece, in natural-log units; SentencePiece's
  /// constant.
  private static let unknownPenalty: Float = 10

  /// Reads a `.model` file.
  /// - Parameter sentinels: how many `<extra_id_N>` follow the pieces; 0...10,000.
  /// - Throws: `FileError`, `TokenizerError`.
  public init(contentsOf path: String, sentinels: Int = 100) throws {
    try self.init(model: InputFile.read(path, what: "vocabulary"), source: path, sentinels: sentinels)
  }

  /// Reads a `.model` file with the sentinels and added tokens that the files beside it tell of: the
  /// tokenizer of a model folder.
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  public init(inFolderOf path: String) throws {
    let model = try InputFile.read(path, what: "vocabulary")
    let message = try VocabularyMessage(model: model, source: path)
    let folder = try TokenizerFolder((path as NSString).deletingLastPathComponent)
    let (sentinels, added) = try folder.tokens(after: message.pieces.map(\.text), source: path)
    try self.init(
      message, sentinels: sentinels, added: added, file: (VocabularyFile.sentencePieceName, model),
      source: path)
  }

  /// Reads the bytes of a `.model` file.
  /// - Parameters:
  ///   - source: what error messages call the bytes: a path.
  ///   - sentinels: how many `<extra_id_N>` follow the pieces; 0...10,000.
  /// - Throws: `TokenizerError`.
  public init(model: Data, source: String, sentinels: Int = 100) throws {
    guard (0...Sentinels.maximumCount).contains(sentinels) else {
      throw TokenizerError.invalidSentinelCount(source: source, count: sentinels)
    }
    let message = try VocabularyMessage(model: model, source: source)
    try self.init(
      message, sentinels: SentinelIDs(count: sentinels, after: message.pieces.count),
      file: (VocabularyFile.sentencePieceName, model), source: source)
  }

  /// Makes a tokenizer of a model's message.
  /// - Parameters:
  ///   - added: tokens beyond the pieces and sentinels.
  ///   - file: the file that makes it again.
  ///   - source: what error messages call the file: a path.
  /// - Throws: `TokenizerError`.
  init(
    _ message: VocabularyMessage, sentinels: SentinelIDs, added: [AddedToken] = [],
    tokenSpaces: TokenSpaces = TokenSpaces(), file: (name: String, bytes: Data), source: String
  ) throws {
    let table = try PieceTable(message, source: source)
    let protected = table.texts.indices.filter { table.kinds[$0] == .userDefined }
    let normalizer = try Normalizer(
      message.normalizer, spaceIsSuffix: message.trainer.whitespaceAsSuffix,
      protectedPieces: protected.map { table.texts[$0] }, source: source)
    let entries = table.texts.indices.compactMap { id -> PieceTrie.Entry? in
      guard table.kinds[id] == .normal || table.kinds[id] == .userDefined else { return nil }
      let score = table.kinds[id] == .userDefined ? Self.userDefinedScore(table.texts[id]) : table.scores[id]
      return PieceTrie.Entry(key: SpaceSymbol.compact(table.texts[id].utf8), score: score, id: Int32(id))
    }
    guard let trie = PieceTrie(entries) else {
      throw TokenizerError.notAModel(source: source, reason: "its pieces are too many or too long")
    }
    longestPiece = max(4, entries.lazy.map(\.key.count).max() ?? 0)
    let normalScores = zip(table.kinds, table.scores).filter { $0.0 == .normal }.map(\.1)
    unknownScore = (normalScores.min() ?? 0) - Self.unknownPenalty
    let largest = entries.reduce(unknownScore.magnitude) { max($0, $1.score.magnitude) }
    largestPieceScore = largest
    // No word of the cache may bring a sum to where the search rebases it.
    piecesEndAtSpaces =
      largest * Float(WordCache.Key.longest) < Self.largestScore / 2
      && entries.allSatisfy { !$0.key.dropFirst().contains(SpaceSymbol.byte) }
    unknownText = message.trainer.hasUnknownSurface ? message.trainer.unknownSurface : " \u{2047} "
    self.table = table
    self.trie = trie
    self.normalizer = normalizer
    self.sentinels = Sentinels(count: sentinels.ids.count)
    sentinelIDs = sentinels
    self.added = AddedTokens(added, normalize: normalizer.normalizedName)
    self.tokenSpaces = tokenSpaces
    compiledRules =
      message.normalizer.compiledCharacterMap.isEmpty ? nil : message.normalizer.compiledCharacterMap
    vocabularySize = max(table.texts.count, sentinels.end, self.added.end)
    self.file = file
  }

  /// A user-defined piece gets so good a score that it is always chosen: 0.1 for each byte but the first, in
  /// SentencePiece's precisions.
  private static func userDefinedScore(_ piece: String) -> Float { Float(0.1 * Double(piece.utf8.count - 1)) }

  /// The id that the model declares for padding, or that of its `<pad>`.
  public var padID: Int32 { table.padID }
  /// The id that the model declares for the end, or that of its `</s>`.
  public var endOfSequenceID: Int32 { table.endOfSequenceID }
  /// The id of the model's piece of kind unknown.
  public var unknownID: Int32 { table.unknownID }
  /// One more than the highest id of a piece or sentinel.
  public let vocabularySize: Int
  /// `spiece.model`, byte for byte as it was read; or `tokenizer.json`, with the leading space that ids have.
  public var files: [(name: String, bytes: Data)] { [file] }

  /// The tokens that were added after the pieces and sentinels.
  public var addedTokens: [AddedToken] { added.tokens }

  /// The piece, the sentinel or the added token with this id; `nil` where there is none.
  public func piece(of id: Int32) -> String? {
    if let mark = nameOfMark(id) { return mark }
    return table.texts.indices.contains(Int(id)) ? table.texts[Int(id)] : nil
  }

  /// The name of a sentinel or added token; `nil` for an id that is none's.
  func nameOfMark(_ id: Int32) -> String? {
    sentinelIDs.number(of: id).map(Sentinels.name) ?? added[id]?.text
  }
}
