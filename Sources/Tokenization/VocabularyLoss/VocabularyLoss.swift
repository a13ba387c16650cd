import Foundation

/// What a vocabulary cannot carry of a text: what differs between its lines and what their ids are decoded
/// to.
///
/// Characters are Unicode scalars. A character can be in several counts: a tab in a run of white space is
/// both other white space and a collapsed space.
public struct VocabularyLoss: Sendable, Equatable {
  /// Lines, with or without a line end.
  public internal(set) var lines = 0
  /// Characters of all lines, without line ends.
  public internal(set) var characters = 0
  /// Ids of all lines, without end-of-sequence ids.
  public internal(set) var tokens = 0
  /// Lines whose ids are decoded to the very same bytes.
  public internal(set) var exactLines = 0
  /// Line ends, if a text of several lines would lose them.
  public internal(set) var lostNewlines = 0
  /// Runs of two and more spaces inside lines that become one space.
  public internal(set) var collapsedRuns = 0
  /// The spaces that those runs lose.
  public internal(set) var collapsedSpaces = 0
  /// Lines that lose leading or trailing white space.
  public internal(set) var trimmedLines = 0
  /// The white space that those lines lose, in characters.
  public internal(set) var trimmedSpaces = 0
  /// White space that becomes a plain space: tabs, no-break spaces, ideographic spaces.
  public internal(set) var otherWhiteSpace = CharacterCounts()
  /// Characters that become the unknown id.
  public internal(set) var unknown = CharacterCounts()
  /// Characters that normalization changes or drops; a base with its marks counts once.
  public internal(set) var changed = CharacterCounts()
  /// Names of sentinels inside the text, which become sentinels; white space beside them is not kept.
  public internal(set) var sentinels = 0
  /// Lines that are not UTF-8; their invalid bytes count as U+FFFD.
  public internal(set) var invalidLines = 0

  /// The share of lines that come back exactly, 0...1; 1 for a text without lines.
  public var exactShare: Double { lines == 0 ? 1 : Double(exactLines) / Double(lines) }

  /// Nothing measured yet.
  public init() {}

  /// Adds what was counted of another text.
  public mutating func merge(_ other: VocabularyLoss) {
    lines += other.lines
    characters += other.characters
    tokens += other.tokens
    exactLines += other.exactLines
    lostNewlines += other.lostNewlines
    collapsedRuns += other.collapsedRuns
    collapsedSpaces += other.collapsedSpaces
    trimmedLines += other.trimmedLines
    trimmedSpaces += other.trimmedSpaces
    otherWhiteSpace.merge(other.otherWhiteSpace)
    unknown.merge(other.unknown)
    changed.merge(other.changed)
    sentinels += other.sentinels
    invalidLines += other.invalidLines
  }
}

/// How often characters, or short strings of them, were met, and what they became.
public struct CharacterCounts: Sendable, Equatable {
  /// A character with its count.
  public struct Entry: Sendable, Equatable {
    /// The character, or a base with its marks.
    public let text: String
    /// How often it was met.
    public let count: Int
    /// What it becomes, if that is not the same for all: empty for what is dropped.
    public let replacement: String?

    /// `U+0065 U+0301`.
    public var codePoints: String { CharacterCounts.codePoints(of: text) }
  }

  private struct Tally: Equatable {
    var count: Int
    var replacement: String?
  }

  /// By the bytes of the text: Swift takes canonically equivalent strings for equal.
  private var tallies: [[UInt8]: Tally] = [:]
  /// All that was met.
  public private(set) var total = 0

  /// The most frequent, at most `limit`; of equally frequent ones first what has the lower code points.
  public func mostFrequent(_ limit: Int) -> [Entry] {
    let sorted = tallies.sorted { a, b in
      a.value.count != b.value.count
        ? a.value.count > b.value.count : a.key.lexicographicallyPrecedes(b.key)
    }
    return sorted.prefix(max(0, limit)).map { bytes, tally in
      Entry(
        text: String(decoding: bytes, as: UTF8.self), count: tally.count, replacement: tally.replacement)
    }
  }

  mutating func add(_ bytes: [UInt8], becoming replacement: String? = nil) {
    total += 1
    tallies[bytes, default: Tally(count: 0, replacement: replacement)].count += 1
  }

  mutating func merge(_ other: CharacterCounts) {
    total += other.total
    tallies.merge(other.tallies) { mine, theirs in
      Tally(count: mine.count + theirs.count, replacement: mine.replacement)
    }
  }

  /// `U+0065 U+0301`.
  static func codePoints(of text: String) -> String {
    text.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }.joined(separator: " ")
  }
}
