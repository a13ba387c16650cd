import Foundation

/// Rules that rewrite text before it is cut into pieces: at each place the longest one that applies.
struct CharacterRules {
  /// Unicode scalars.
  typealias Characters = [UInt32]

  /// What each sequence of characters becomes.
  private(set) var replacements: [Characters: Characters]

  /// No rules.
  init() { replacements = [:] }

  /// NFKC, and the rules of SentencePiece's `nmt_nfkc` on top: what T5's vocabularies have.
  ///
  /// Line ends, tabs, and characters of no or unknown width become spaces, other control characters nothing.
  /// The wide tilde stays as it is: Japanese text writes ranges by it.
  static var nmtNFKC: CharacterRules {
    var rules = compatibilityComposition
    for character in spaces { rules.replacements[[character]] = [0x20] }
    for range in controls {
      for character in range { rules.replacements[[character]] = [] }
    }
    rules.replacements[[wideTilde]] = nil
    return rules
  }

  /// Tab, line feed, form feed, carriage return, the Arabic letter mark, the Ogham space, zero-width space
  /// and non-joiner, the marks of direction, line and paragraph separators, SentencePiece's own space, the
  /// byte-order mark, the replacement character. Other spaces are such in NFKC already; the joiner stays, for
  /// emoji.
  private static let spaces: [UInt32] = [
    0x09, 0x0A, 0x0C, 0x0D, 0x061C, 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
    0xFFFD,
  ]
  private static let controls: [ClosedRange<UInt32>] = [
    0x01...0x08, 0x0B...0x0B, 0x0E...0x1F, 0x7F...0x7F, 0x8F...0x8F, 0x9F...0x9F,
  ]
  private static let wideTilde: UInt32 = 0xFF5E

  /// Rules that bring text into the form NFKC: of single characters, and of sequences that make up one
  /// character, in every spelling of their parts.
  ///
  /// A sequence that shorter rules rewrite alike has no rule of its own.
  static var compatibilityComposition: CharacterRules {
    var rules = CharacterRules()
    var sequences: [Int: [Characters: Characters]] = [:]
    var spellings: [UInt32: [UInt32]] = [:]
    for entry in NormalizationForms().entries {
      let (character, decomposed) = (entry.character, entry.decomposed)
      if entry.composed != [character] { rules.replacements[[character]] = entry.composed }
      if decomposed.count == 1 {
        spellings[decomposed[0], default: [decomposed[0]]].append(character)
      } else if decomposed != entry.composed {
        sequences[decomposed.count, default: [:]][decomposed] = entry.composed
      }
    }
    for (length, sequences) in sequences.sorted(by: { $0.key < $1.key }) {
      let found = sequences.flatMap { decomposed, composed in
        Self.products(decomposed.map { spellings[$0] ?? [$0] }).filter {
          $0 != composed && rules.rewritten($0, byAtMost: length - 1) != composed
        }.map { ($0, composed) }
      }
      rules.replacements.merge(found) { first, _ in first }
    }
    return rules
  }

  /// All sequences that take one element of each list.
  private static func products(_ lists: [[UInt32]]) -> [Characters] {
    lists.reduce([[]]) { starts, list in starts.flatMap { start in list.map { start + [$0] } } }
  }

  /// The text that rules of no more than so many characters make.
  private func rewritten(_ text: Characters, byAtMost longest: Int) -> Characters {
    var result: Characters = []
    var start = 0
    while start < text.count {
      var length = min(longest, text.count - start)
      while length > 0 {
        if let replacement = replacements[Array(text[start..<start + length])] {
          result.append(contentsOf: replacement)
          break
        }
        length -= 1
      }
      if length == 0 { result.append(text[start]) }
      start += max(1, length)
    }
    return result
  }
}

extension CharacterRules {
  /// The rules as a SentencePiece model holds them; `CharacterMap` tells the layout and reads them.
  ///
  /// The same rules always give the same bytes.
  func compiled() -> Data {
    if replacements.isEmpty { return Data() }
    let (texts, places) = Self.texts(Set(replacements.values.map(Self.utf8)))
    let entries = replacements.map { source, replacement in
      ByteAutomaton.Entry(key: Self.utf8(source), value: places[Self.utf8(replacement), default: 0])
    }
    let units = DoubleArray(ByteAutomaton(entries)).units
    var bytes = Data(capacity: 4 + 4 * units.count + texts.count)
    for word in [UInt32(4 * units.count)] + units {
      withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes + texts
  }

  /// The replacements one after the other, each ended by a zero byte, and where each starts.
  private static func texts(_ replacements: Set<[UInt8]>) -> (bytes: [UInt8], places: [[UInt8]: UInt32]) {
    var bytes: [UInt8] = []
    var places: [[UInt8]: UInt32] = [:]
    for replacement in replacements.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      places[replacement] = UInt32(bytes.count)
      bytes.append(contentsOf: replacement + [0])
    }
    return (bytes, places)
  }

  private static func utf8(_ characters: Characters) -> [UInt8] {
    characters.flatMap { code in Unicode.Scalar(code).map { Array(UTF8.encode($0) ?? .init()) } ?? [] }
  }
}
