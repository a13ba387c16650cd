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

extension WordPattern {
  /// `P?U*L+|P?U+L*|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`, where `P` is any character but a line
  /// end, a letter or a number, `U` may stand for capitals and `L` for small letters; a contraction may follow.
  func endOfCasedWord(_ text: TextView, from start: Int) -> Int {
    let (kind, length) = text.character(at: start)
    let next = start + length
    let mayLead = kind.isDisjoint(with: [.lineEnd, .letter, .number])
    let behindLead = mayLead && next < text.count ? next : nil
    let end =
      behindLead.flatMap { endOfSmallEnding(text, from: $0) } ?? endOfSmallEnding(text, from: start)
      ?? behindLead.flatMap { endOfCapitals(text, from: $0) } ?? endOfCapitals(text, from: start)
    if let end {
      return contractions == .atEnd && end < text.count
        ? end + lengthOfContraction(text, at: end, anyCase: true) : end
    }
    if kind.contains(.number) { return endOfNumber(text, from: next) }
    if text[start] == Self.space, next < text.count {
      let (following, followingLength) = text.character(at: next)
      if following.isDisjoint(with: [.letter, .number, .space]) {
        return endOfSymbols(text, from: next + followingLength, .letter)
      }
    }
    if kind.contains(.space) { return endOfSpacesOrLines(text, from: start) }
    return endOfSymbols(text, from: next, .letter)
  }

  /// `U*L+`: as many of `U` as let one of `L` follow.
  private func endOfSmallEnding(_ text: TextView, from start: Int) -> Int? {
    var position = start
    var behindLastOfBoth: Int?
    while position < text.count {
      let (kind, length) = text.character(at: position)
      if !kind.contains(.upper) { break }
      position += length
      if kind.contains(.lower) { behindLastOfBoth = position }
    }
    let end = text.endOfRun(from: position, ofAny: .lower)
    return end > position ? end : behindLastOfBoth
  }

  /// `U+L*`.
  private func endOfCapitals(_ text: TextView, from start: Int) -> Int? {
    let end = text.endOfRun(from: start, ofAny: .upper)
    return end > start ? text.endOfRun(from: end, ofAny: .lower) : nil
  }
}
