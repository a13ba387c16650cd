/// The tokens that were added to a vocabulary, and where they are in a text.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  /// Those that are looked for in the text as it stands.
  let written: TokenSearch
  /// Those that are looked for in what the normalizer makes of the text between the others.
  let normalized: TokenSearch
  private let byID: [Int32: AddedToken]

  /// - Parameter normalize: what the normalizer makes of a token's name, without the space before it.
  init(_ tokens: [AddedToken] = [], normalize: (String) -> [UInt8] = { Array($0.utf8) }) {
    self.tokens = tokens
    written = TokenSearch(tokens.filter { !$0.isNormalized }.map { (Array($0.text.utf8), $0) })
    normalized = TokenSearch(tokens.filter(\.isNormalized).map { (normalize($0.text), $0) })
    byID = Dictionary(tokens.map { ($0.id, $0) }) { first, _ in first }
  }

  /// One more than the highest id; 0 without tokens.
  var end: Int { (tokens.map(\.id).max().map { Int($0) } ?? -1) + 1 }

  /// The token with this id.
  subscript(id: Int32) -> AddedToken? { byID[id] }
}

/// What becomes of spaces beside tokens that are looked for in normalized text: of all of them nothing, as
/// `T5Tokenizer` has it, unless a `tokenizer.json` says otherwise.
struct TokenSpaces: Sendable {
  /// Whether a space before such a token stays, as a piece of its own.
  var stayBeforeTokens = false
  /// Whether it also stays where nothing else is before it.
  var stayAtStart = false
  /// Whether it also stays where a sentinel is before it.
  var stayAfterSentinels = false
}

/// Looks for added tokens in a text.
struct TokenSearch: Sendable {
  private let trie: PieceTrie?
  private let bySpelling: [[UInt8]: AddedToken]

  /// - Parameter tokens: each with the bytes that are looked for; the first of several with the same.
  init(_ tokens: [(spelling: [UInt8], token: AddedToken)]) {
    let spelled = tokens.filter { !$0.spelling.isEmpty }
    bySpelling = Dictionary(spelled.map { ($0.spelling, $0.token) }) { first, _ in first }
    let entries = bySpelling.map { PieceTrie.Entry(key: $0.key, score: 0, id: $0.value.id) }
    trie = entries.isEmpty ? nil : PieceTrie(entries)
  }

  var isEmpty: Bool { bySpelling.isEmpty }

  /// The first token at or after byte `start`, the longest where several begin, and the byte range of its
  /// name.
  func first(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (token: AddedToken, range: Range<Int>)? {
    guard let trie else { return nil }
    for position in start..<max(start, text.count) {
      let length = trie.longestMatch(in: text, at: position)
      guard length > 0, let token = bySpelling[Array(text[position..<position + length])] else { continue }
      let range = position..<position + length
      if !token.isSingleWord || !Self.touchesWord(range, in: text) { return (token, range) }
    }
    return nil
  }

  /// Whether a character of a word, `\w` in Unicode's regular expressions, is right before or after the
  /// range.
  static func touchesWord(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var before = range.lowerBound - 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    return [before, range.upperBound].contains { position in
      guard text.indices.contains(position), let (scalar, _) = UTF8Decoding.scalar(in: text, at: position)
      else { return false }
      return scalar.isOfWord
    }
  }
}

extension Unicode.Scalar {
  /// `\w` of Unicode's regular expressions (UTS #18, annex C).
  fileprivate var isOfWord: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: true
    default: properties.isAlphabetic || properties.isJoinControl
    }
  }
}
