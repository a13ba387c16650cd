/// Measures what a vocabulary cannot carry of a text, line by line.
///
/// Memory does not grow with the text: only distinct characters are kept.
public struct VocabularyLossMeter {
  private let tokenizer: any Tokenizer
  private let keepsNewlines: Bool
  /// The result for the lines so far.
  public private(set) var loss = VocabularyLoss()

  /// A meter for one text.
  public init(_ tokenizer: any Tokenizer) {
    self.tokenizer = tokenizer
    keepsNewlines = tokenizer.decode(tokenizer.encode("\n")).utf8.contains(UInt8(ascii: "\n"))
  }

  /// Measures the lines of a file or of standard input.
  /// - Throws: `FileError`.
  public static func measure(_ lines: TextLines, with tokenizer: any Tokenizer) throws -> VocabularyLoss {
    var meter = VocabularyLossMeter(tokenizer)
    try lines.forEach { meter.add($0.bytes, isEnded: $0.isEnded) }
    return meter.loss
  }

  /// Measures a text of one or several lines, the last of which has no line end; nothing for an empty one.
  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
        add(UnsafeBufferPointer(rebasing: bytes[start..<(end ?? bytes.count)]), isEnded: end != nil)
        start = end.map { $0 + 1 } ?? bytes.count
      }
    }
  }

  /// Measures a line.
  /// - Parameters:
  ///   - line: its bytes, without the line end.
  ///   - isEnded: whether a line end follows.
  public mutating func add(_ line: UnsafeBufferPointer<UInt8>, isEnded: Bool = true) {
    let valid = String(validating: line, as: UTF8.self)
    var text = valid ?? String(decoding: line, as: UTF8.self)
    let ids = tokenizer.encode(text)
    let decoded = tokenizer.decode(ids)
    loss.lines += 1
    loss.characters += text.unicodeScalars.count
    loss.tokens += ids.count
    if valid == nil { loss.invalidLines += 1 }
    if decoded.utf8.elementsEqual(line) { loss.exactLines += 1 }
    if isEnded, !keepsNewlines { loss.lostNewlines += 1 }
    guard let tokenizer = tokenizer.withoutTurns as? SentencePieceTokenizer else { return }
    text.withUTF8 { tokenizer.countLosses(of: $0, in: &loss) }
  }
}

/// A text as a vocabulary writes it: what the ids that it is encoded to are decoded to.
public struct WrittenText: Sendable, Equatable {
  /// The text that comes back.
  public let text: String
  /// The part of the characters, white space aside, that become the unknown id: from 0 to 1.
  public let unknownShare: Double
  /// What is lost, the most frequent first: `½ U+00BD`.
  public let lost: [String]

  /// Whether at least half of the text is lost, so that nothing is learned from it and no answer can be told
  /// from another.
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
