/// How many columns of a terminal text takes.
///
/// East Asian wide and full-width characters and emoji take two columns, combining characters none (Unicode Standard Annex
/// 11, and what `wcwidth` gives); where terminals differ, the wider answer is given, so that a line that is made to fit does.
public enum DisplayWidth {
  /// The columns of a text without control characters.
  public static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// The text where it takes no more than so many columns, else its beginning with `…` behind it.
  public static func cut(_ text: String, to columns: Int) -> String {
    if of(text) <= columns { return text }
    if columns < 1 { return "" }
    var (shown, used) = ("", 0)
    for character in text {
      let width = width(of: character)
      if used + width > columns - 1 { break }
      shown.append(character)
      used += width
    }
    return shown + "…"
  }

  private static func width(of character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
      // A variation selector asks for the emoji where the character has two shapes.
      width = scalar == "\u{FE0F}" ? max(width, 2) : width + self.width(of: scalar)
    }
    return width
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    case .format: return scalar == "\u{AD}" ? 1 : 0
    default: break
    }
    // Vowels and final consonants of Korean syllables are put onto the consonant before.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The blocks of wide and full-width characters (East Asian Width W and F).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}
