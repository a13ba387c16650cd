/// The tokens that were added to a vocabulary, and where they are in a text.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  private let trie: PieceTrie?
  private let byText: [[UInt8]: AddedToken]
  private let byID: [Int32: AddedToken]

  init(_ tokens: [AddedToken] = []) {
    self.tokens = tokens
    byText = Dictionary(tokens.map { (Array($0.text.utf8), $0) }) { first, _ in first }
    byID = Dictionary(tokens.map { ($0.id, $0) }) { first, _ in first }
    trie =
      tokens.isEmpty ? nil : PieceTrie(byText.map { PieceTrie.Entry(key: $0.key, score: 0, id: $0.value.id) })
  }

  /// One more than the highest id; 0 without tokens.
  var end: Int { (tokens.map(\.id).max().map { Int($0) } ?? -1) + 1 }

  /// The token with this id.
  subscript(id: Int32) -> AddedToken? { byID[id] }

  /// The first token at or after byte `start`, the longest where several begin, and the byte range of its name.
  func first(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (token: AddedToken, range: Range<Int>)? {
    guard let trie else { return nil }
    for position in start..<max(start, text.count) {
      let length = trie.longestMatch(in: text, at: position)
      guard length > 0, let token = byText[Array(text[position..<position + length])] else { continue }
      let range = position..<position + length
      if !token.isSingleWord || !Self.touchesWord(range, in: text) { return (token, range) }
    }
    return nil
  }

  /// Whether a letter, digit or low line is right before or after the range.
  private static func touchesWord(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var before = range.lowerBound - 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    return [before, range.upperBound].contains { position in
      guard text.indices.contains(position), let (scalar, _) = UTF8Decoding.scalar(in: text, at: position)
      else { return false }
      return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }
}
