/// Where the names of added tokens are in a text, as `tokenizers` finds them.
struct AddedTokenMatches: Sendable {
  /// A token with the text that is looked for.
  typealias Spelled = (spelling: [UInt8], token: AddedToken)

  private let trie: PieceTrie?
  private let tokens: [AddedToken]
  private let firstBytes: [Bool]
  /// Whether there are names that are text in data.
  let hasSpecialTokens: Bool

  /// - Parameter spelled: of several with the same spelling the first counts.
  init(_ spelled: [Spelled]) {
    var seen: Set<[UInt8]> = []
    let distinct = spelled.filter { !$0.spelling.isEmpty && seen.insert($0.spelling).inserted }
    tokens = distinct.map(\.token)
    hasSpecialTokens = tokens.contains(where: \.isSpecial)
    trie =
      distinct.isEmpty
      ? nil
      : PieceTrie(
        distinct.enumerated().map {
          PieceTrie.Entry(key: $0.element.spelling, score: 0, id: Int32($0.offset))
        })
    var firstBytes = [Bool](repeating: false, count: 256)
    for (spelling, _) in distinct { firstBytes[Int(spelling[0])] = true }
    self.firstBytes = firstBytes
  }

  /// Cuts a text at the tokens in it.
  /// - Parameters:
  ///   - data: the bytes in which the names of special tokens are text.
  ///   - body: is called for each part in turn: with `nil` and the range of a text that is not empty, or with a token.
  @inline(__always)
  func forEachPart(
    of text: UnsafeBufferPointer<UInt8>, data: Range<Int>, _ body: (AddedToken?, Range<Int>) -> Void
  ) {
    guard let trie else { return body(nil, 0..<text.count) }
    var done = 0
    var position = 0
    while let (match, index) = first(in: text, from: position, trie) {
      // What a name covers is not looked into again, even where the token is not taken.
      position = match.upperBound
      let token = tokens[index]
      if token.isSpecial, Self.withoutLeadingSpaces(match, in: text).overlaps(data) { continue }
      if token.isSingleWord, TokenSearch.touchesWord(match, in: text) { continue }
      var (start, end) = (match.lowerBound, match.upperBound)
      if token.stripsLeft {
        let before = UnsafeBufferPointer(rebasing: text[..<start])
        start = max(TextPattern.startOfTrailingSpaces(before), done)
      }
      if token.stripsRight {
        end += TextPattern.endOfLeadingSpaces(UnsafeBufferPointer(rebasing: text[end...]))
      }
      if done < start { body(nil, done..<start) }
      body(token, start..<end)
      done = end
    }
    if done < text.count { body(nil, done..<text.count) }
  }

  /// What a match covers behind the spaces that it begins with: the space that a normalizer puts before a name may be
  /// the data's last character. All of it, where it is nothing but spaces.
  private static func withoutLeadingSpaces(
    _ match: Range<Int>, in text: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    var start = match.lowerBound
    while start < match.upperBound {
      if text[start] == WordPattern.space {
        start += 1
      } else if text[start..<match.upperBound].starts(with: SpaceSymbol.utf8) {
        start += SpaceSymbol.utf8.count
      } else {
        return start..<match.upperBound
      }
    }
    return match
  }

  /// The first name at or after a position, the longest of those that start there.
  private func first(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, _ trie: PieceTrie
  ) -> (match: Range<Int>, index: Int)? {
    firstBytes.withUnsafeBufferPointer { firstBytes in
      var position = start
      while position < text.count {
        if firstBytes[Int(text[position])], let (length, index) = trie.longest(in: text, at: position) {
          return (position..<position + length, Int(index))
        }
        position += 1
      }
      return nil
    }
  }
}
