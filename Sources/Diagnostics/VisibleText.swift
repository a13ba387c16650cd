/// Text of files, models and people as a terminal or a log may show it.
///
/// What would command a terminal or change the order in which a line is read is written out, as `\u{1B}`: the
/// control characters of C0 and C1 and DEL, the overrides, embeddings and isolates of the bidirectional
/// algorithm (Unicode Standard Annex 9), and Unicode's own ends of lines and paragraphs.
public enum VisibleText {
  /// The text with its lines kept; each line after the first begins with `indent`. Tabs stay.
  public static func of(_ text: String, indent: String = "") -> String {
    if isPlain(text) { return text }
    return written(text) { $0 == "\n" ? "\n" + indent : "\t" }
  }

  /// The text on one line: ends of lines and tabs are written out as well.
  public static func line(_ text: String) -> String {
    if isPlain(text) { return text }
    return written(text) { $0 == "\n" ? "\\n" : "\\t" }
  }

  /// A message whose further lines, if it has any, are indented. An end of line that no space follows is not
  /// one of the message's own, and is written out: so nothing in it can pass for a message of its own.
  public static func message(_ text: String) -> String {
    if isPlain(text) { return text }
    let scalars = text.unicodeScalars
    var visible = ""
    for index in scalars.indices {
      let next = scalars.index(after: index)
      let isKept = next < scalars.endIndex && scalars[next] == " "
      append(scalars[index], to: &visible) { $0 == "\n" && !isKept ? "\\n" : String($0) }
    }
    return visible
  }

  private static func written(_ text: String, _ layout: (Unicode.Scalar) -> String) -> String {
    var visible = ""
    for scalar in text.unicodeScalars { append(scalar, to: &visible, layout) }
    return visible
  }

  /// Adds a character; `layout` says what becomes of a line feed or a tab.
  private static func append(
    _ scalar: Unicode.Scalar, to text: inout String, _ layout: (Unicode.Scalar) -> String
  ) {
    switch scalar {
    case "\n", "\t": text += layout(scalar)
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
      text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: text.unicodeScalars.append(scalar)
    }
  }

  /// Whether nothing has to be looked at: every character that is written out has one of these bytes.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 }
  }
}

/// How many columns of a terminal text takes.
///
/// East Asian wide and full-width characters and emoji take two columns, combining characters none (Unicode
/// Standard Annex 11, and what `wcwidth` gives); where terminals differ, the wider answer is given, so that a
/// line that is made to fit does.
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
