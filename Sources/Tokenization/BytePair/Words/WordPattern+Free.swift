extension WordPattern {
  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
  func endOfFreeWord(_ text: TextView, from start: Int) -> Int {
    let contraction = lengthOfContraction(text, at: start, anyCase: true)
    if contraction > 0 { return start + contraction }
    let letters: CharacterClass = hasMarks ? [.letter, .mark] : .letter
    let (kind, length) = text.character(at: start)
    let next = start + length
    if !kind.isDisjoint(with: letters) { return text.endOfRun(from: next, ofAny: letters) }
    if kind.contains(.number) { return endOfNumber(text, from: next) }
    if next < text.count {
      let (following, followingLength) = text.character(at: next)
      if !kind.contains(.lineEnd), !following.isDisjoint(with: letters) {
        return text.endOfRun(from: next + followingLength, ofAny: letters)
      }
      if text[start] == Self.space, following.isDisjoint(with: letters.union([.number, .space])) {
        return endOfSymbols(text, from: next + followingLength, letters)
      }
    }
    if kind.contains(.space) { return endOfSpacesOrLines(text, from: start) }
    return endOfSymbols(text, from: next, letters)
  }

  /// `[^\s\p{L}\p{N}]*` and the line ends behind it.
  @inline(__always)
  func endOfSymbols(_ text: TextView, from start: Int, _ letters: CharacterClass) -> Int {
    let end = text.endOfRun(from: start, of: [], among: letters.union([.number, .space]))
    return endOfLineEnds(text, from: end)
  }
}
