/// The parts that patterns have in common.
extension WordPattern {
  static let apostrophe = UInt8(ascii: "'")
  static let space = UInt8(ascii: " ")

  /// The length of the contraction that starts at an apostrophe; 0 for none.
  func lengthOfContraction(_ text: TextView, at start: Int, anyCase: Bool) -> Int {
    let rest = text.count - start
    if rest < 2 || text[start] != Self.apostrophe { return 0 }
    // A bit of difference makes a capital of a small letter.
    let fold: UInt8 = anyCase ? 0x20 : 0
    let first = text[start + 1]
    switch first | fold {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return rest > 2 && text[start + 2] | fold == UInt8(ascii: "e") ? 3 : 0
    case UInt8(ascii: "l"): return rest > 2 && text[start + 2] | fold == UInt8(ascii: "l") ? 3 : 0
    default:
      // The long s, U+017F, is an s in another case.
      return anyCase && rest > 2 && first == 0xC5 && text[start + 2] == 0xBF ? 3 : 0
    }
  }

  /// `\s+(?!\S)|\s+`: a run of white space without its last character where something follows it.
  @inline(__always)
  func endOfSpaces(_ text: TextView, from start: Int) -> Int {
    var (position, last) = (start, start)
    while position < text.count {
      let (kind, length) = text.character(at: position)
      if !kind.contains(.space) { break }
      last = position
      position += length
    }
    return position == text.count || last == start ? position : last
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`: a run of white space to its last line end, or else as above.
  @inline(__always)
  func endOfSpacesOrLines(_ text: TextView, from start: Int) -> Int {
    var (position, last, lineEnd) = (start, start, start)
    while position < text.count {
      let (kind, length) = text.character(at: position)
      if !kind.contains(.space) { break }
      last = position
      position += length
      if kind.contains(.lineEnd) { lineEnd = position }
    }
    if lineEnd > start { return lineEnd }
    return position == text.count || last == start ? position : last
  }

  /// `\p{N}{1,n}`, from behind the first number on.
  @inline(__always)
  func endOfNumber(_ text: TextView, from start: Int) -> Int {
    var position = start
    for _ in 1..<longestNumber {
      if position == text.count { break }
      let (kind, length) = text.character(at: position)
      if !kind.contains(.number) { break }
      position += length
    }
    return position
  }

  /// What follows a run of symbols: `[\r\n]*` or `[\r\n/]*`.
  @inline(__always)
  func endOfLineEnds(_ text: TextView, from start: Int) -> Int {
    var position = start
    while position < text.count {
      let byte = text[position]
      if byte != 0x0A, byte != 0x0D, !(hasSlash && byte == UInt8(ascii: "/")) { break }
      position += 1
    }
    return position
  }
}
