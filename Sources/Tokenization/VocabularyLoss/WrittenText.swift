/// A text as a vocabulary writes it: what the ids that it is encoded to are decoded to.
public struct WrittenText: Sendable, Equatable {
  /// The text that comes back.
  public let text: String
  /// The part of the characters, white space aside, that become the unknown id: from 0 to 1.
  public let unknownShare: Double
  /// What is lost, the most frequent first: `½ U+00BD`.
  public let lost: [String]

  /// Whether at least half of the text is lost, so that nothing is learned from it and no answer can be told from another.
  public var isUnwritable: Bool { unknownShare >= 0.5 }

  private static let shown = 5

  /// What `tokenizer` makes of `text`.
  public init(_ text: String, by tokenizer: any Tokenizer) {
    let ids = tokenizer.encode(text)
    self.text = tokenizer.decode(ids)
    guard ids.contains(tokenizer.unknownID) else {
      (unknownShare, lost) = (0, [])
      return
    }
    var meter = VocabularyLossMeter(tokenizer)
    meter.add(text)
    let characters = text.unicodeScalars.count { !$0.properties.isWhitespace }
    // Vocabularies whose losses are not told by character lose what their ids lose.
    let unknown = meter.loss.unknown.total
    unknownShare =
      unknown > 0
      ? min(1, Double(unknown) / Double(max(1, characters)))
      : Double(ids.count { $0 == tokenizer.unknownID }) / Double(ids.count)
    lost = meter.loss.unknown.mostFrequent(Self.shown).map { "\($0.text) \($0.codePoints)" }
  }
}
