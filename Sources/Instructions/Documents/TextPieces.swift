import Diagnostics
import Tokenization

/// The documents of a task as token ids, cut into pieces: the task's instances where texts are learned from.
///
/// A document's pieces have `length` tokens, the last one what is left. All ids are held in memory, four
/// bytes a token.
struct TextPieces: InstanceStore {
  private let tokenizer: any Tokenizer
  private let length: Int
  private let least: Int
  /// The ids of all documents that are used, one behind the other.
  private let tokens: [Int32]
  /// Of each of them, and behind them where the last ends.
  private let documents: [Document]
  let profile: InstanceProfile

  /// Where a document begins, and what is known of it.
  struct Document {
    /// Its first token.
    var start: Int
    /// Its first piece.
    var firstPiece: Int
    /// A hash of its text.
    var hash: UInt64
    /// The line of its file that it begins in.
    var line: Int
    /// Its own name.
    var id: String?
  }

  /// - Parameters:
  ///   - documents: each with its ids, at least `least` of them.
  ///   - length: the most tokens of a piece, at least `least`.
  ///   - least: the fewest tokens of a piece.
  init(_ documents: [EncodedDocument], length: Int, least: Int, tokenizer: any Tokenizer) {
    self.tokenizer = tokenizer
    (self.length, self.least) = (length, least)
    var tokens: [Int32] = []
    tokens.reserveCapacity(documents.reduce(0) { $0 + $1.tokens.count })
    var places: [Document] = []
    var (piece, profile) = (0, InstanceProfile())
    for document in documents {
      places.append(
        Document(
          start: tokens.count, firstPiece: piece, hash: document.hash, line: document.line, id: document.id))
      tokens += document.tokens
      piece += Self.pieceCount(of: document.tokens.count, length)
      for id in document.tokens {
        (profile.leastToken, profile.greatestToken) = (
          min(profile.leastToken, id), max(profile.greatestToken, id)
        )
      }
    }
    places.append(Document(start: tokens.count, firstPiece: piece, hash: 0, line: 0))
    profile.tokenized = piece
    (self.tokens, self.documents, self.profile) = (tokens, places, profile)
  }

  private static func pieceCount(of tokens: Int, _ length: Int) -> Int { (tokens + length - 1) / length }

  var count: Int { documents[documents.count - 1].firstPiece }

  /// All tokens of the documents.
  var tokenCount: Int { tokens.count }

  /// The index of the first piece of a document, and behind the last one the number of pieces.
  func firstPiece(ofDocument document: Int) -> Int { documents[document].firstPiece }

  /// How many documents have more than one piece.
  var cutDocuments: Int {
    zip(documents, documents.dropFirst()).count { $1.firstPiece - $0.firstPiece > 1 }
  }

  var failure: TaskDataError? { nil }

  func instance(at index: Int) -> Instance {
    let number = document(ofPiece: index)
    let document = documents[number]
    let ids = Array(tokens[range(ofPiece: index, document, end: documents[number + 1].start)])
    let isLast = index + 1 == documents[number + 1].firstPiece
    return Instance(
      id: document.id, input: tokenizer.decode(ids), references: [],
      tokens: TokenPair(inputs: ids, targets: [], endsText: isLast), line: document.line)
  }

  /// The places of a piece's tokens. One that would be too short takes what it lacks from the one before.
  private func range(ofPiece index: Int, _ document: Document, end: Int) -> Range<Int> {
    func start(_ piece: Int) -> Int {
      let full = document.start + piece * length
      if full >= end { return end }
      return piece > 0 && end - full < least ? end - least : full
    }
    let piece = index - document.firstPiece
    return start(piece)..<start(piece + 1)
  }

  private func document(ofPiece index: Int) -> Int {
    var (low, high) = (0, documents.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if documents[middle].firstPiece <= index { low = middle } else { high = middle }
    }
    return low
  }

  func rationaleCount(before index: Int) -> Int { 0 }

  func indexOfRationale(rank: Int) -> Int { 0 }

  /// Those of all pieces: the pieces of a document have its hash, so that it is trained on or held out whole.
  func smallestHashes(task: String, salt: UInt64) -> [InputHash]? {
    documents.indices.dropLast().flatMap { number in
      var hash = StableHash()
      hash.combine(task)
      hash.combine(salt)
      hash.combine(documents[number].hash)
      return (documents[number].firstPiece..<documents[number + 1].firstPiece).map {
        InputHash(value: hash.value, index: $0)
      }
    }.sorted()
  }

  var digest: String {
    var hash = StableHash()
    hash.combine(UInt64(length))
    for document in documents { hash.combine(UInt64(document.firstPiece)) }
    for id in tokens { hash.combine(UInt64(truncatingIfNeeded: id)) }
    return "\(hash.value)"
  }
}

/// A document's token ids, and what is known of it.
struct EncodedDocument: Sendable {
  let tokens: [Int32]
  let hash: UInt64
  let line: Int
  let id: String?

  init(_ instance: Instance, tokenizer: any Tokenizer) {
    tokens = tokenizer.encode(instance.input)
    var hash = StableHash()
    hash.combine(instance.input)
    self.hash = hash.value
    (line, id) = (instance.line, instance.id)
  }
}
