/// Text of files, models and people as a terminal or a log may show it.
///
/// What would command a terminal or change the order in which a line is read is written out, as `\u{1B}`: the control
/// characters of C0 and C1 and DEL, the overrides, embeddings and isolates of the bidirectional algorithm (Unicode Standard
/// Annex 9), and Unicode's own ends of lines and paragraphs.
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

  /// A message whose further lines, if it has any, are indented. An end of line that no space follows is not one of the
  /// message's own, and is written out: so nothing in it can pass for a message of its own.
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
