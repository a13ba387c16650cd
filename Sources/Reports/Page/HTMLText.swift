import Text

/// Text for HTML.
enum HTMLText {
  /// `step 2,450` on one line.
  static func step(_ step: Int) -> String { "<span class=\"step\">step \(NumberText.grouped(step))</span>" }

  /// `text` with everything that HTML would read as markup replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(character)
      case "\u{00}"..."\u{1F}", "\u{7F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
