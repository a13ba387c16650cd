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

  /// The first token at or after byte `start`, the longest where several begin, and the byte range of its name.
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

  /// Whether a character of a word, `\w` in Unicode's regular expressions, is right before or after the range.
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
