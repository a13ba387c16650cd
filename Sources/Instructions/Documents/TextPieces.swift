import Diagnostics
import Tokenization

/// The documents of a task as token ids, cut into pieces: the task's instances where texts are learned from.
///
/// A document's pieces have `length` tokens, the last one what is left.
struct TextPieces: InstanceStore {
  private let tokenizer: any Tokenizer
  private let length: Int
  private let least: Int
  private let tokens: DocumentTokens
  /// The documents, and behind them one of nothing.
  private let documents: [Document]
  let profile: InstanceProfile

  /// Where a document's tokens are, and what is known of it.
  struct Document: Sendable {
    /// Its first token.
    var start: Int
    /// Its tokens.
    var count: Int
    /// Its first piece.
    var firstPiece = 0
    /// A hash of its text.
    var hash: UInt64
    /// The line of its file that it begins in.
    var line: Int
    /// Its own name.
    var id: String?
  }

  /// - Parameters:
  ///   - documents: those to cut, each of at least `least` tokens.
  ///   - tokens: their ids.
  ///   - ids: the least and the greatest of them.
  ///   - length: the most tokens of a piece, at least `least`.
  ///   - least: the fewest tokens of a piece.
  init(
    _ documents: [Document], _ tokens: DocumentTokens, ids: ClosedRange<Int32>?, length: Int, least: Int,
    tokenizer: any Tokenizer
  ) {
    (self.tokenizer, self.tokens) = (tokenizer, tokens)
    (self.length, self.least) = (length, least)
    var (piece, places) = (0, documents)
    for index in places.indices {
      places[index].firstPiece = piece
      piece += (places[index].count + length - 1) / length
    }
    places.append(Document(start: 0, count: 0, firstPiece: piece, hash: 0, line: 0))
    self.documents = places
    var profile = InstanceProfile()
    profile.tokenized = piece
    if let ids { (profile.leastToken, profile.greatestToken) = (ids.lowerBound, ids.upperBound) }
    self.profile = profile
  }

  var count: Int { documents[documents.count - 1].firstPiece }

  /// All tokens of the documents.
  var tokenCount: Int { documents.reduce(0) { $0 + $1.count } }

  /// The index of the first piece of a document, and behind the last one the number of pieces.
  func firstPiece(ofDocument document: Int) -> Int { documents[document].firstPiece }

  /// How many documents have more than one piece.
  var cutDocuments: Int {
    zip(documents, documents.dropFirst()).count { $1.firstPiece - $0.firstPiece > 1 }
  }

  var failure: TaskDataError? { tokens.failure }

  func instance(at index: Int) -> Instance {
    let number = document(ofPiece: index)
    let document = documents[number]
    let ids = tokens[range(ofPiece: index, document)]
    let isLast = index + 1 == documents[number + 1].firstPiece
    return Instance(
      id: document.id, input: tokenizer.decode(ids), references: [],
      tokens: TokenPair(inputs: ids, targets: [], endsText: isLast), line: document.line)
  }

  /// The places of a piece's tokens. One that would be too short takes what it lacks from the one before.
  private func range(ofPiece index: Int, _ document: Document) -> Range<Int> {
    let end = document.start + document.count
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

  /// Of the texts and how they are cut: what the ids are follows from these and the vocabulary.
  var digest: String {
    var hash = StableHash()
    hash.combine(UInt64(length))
    for document in documents {
      for number in [UInt64(document.firstPiece), UInt64(document.count), document.hash] {
        hash.combine(number)
      }
    }
    return "\(hash.value)"
  }
}
