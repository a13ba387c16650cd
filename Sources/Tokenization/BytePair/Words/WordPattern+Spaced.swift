extension WordPattern {
  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  func endOfSpacedWord(_ text: TextView, from start: Int) -> Int {
    let contraction = lengthOfContraction(text, at: start, anyCase: false)
    if contraction > 0 { return start + contraction }
    let kinds: CharacterClass = [.letter, .number, .space]
    var (kind, length) = text.character(at: start)
    var position = start
    if text[start] == Self.space, start + 1 < text.count {
      let next = text.character(at: start + 1)
      if !next.kind.contains(.space) {
        (kind, length) = next
        position += 1
      }
    }
    if kind.contains(.space) { return endOfSpaces(text, from: start) }
    return text.endOfRun(from: position + length, of: kind.intersection(kinds), among: kinds)
  }
}
