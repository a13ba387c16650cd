/// Names from data as Markdown shows them: as they are, whatever is in them.
package enum Markdown {
  /// A text on one line in which nothing has a meaning for Markdown or HTML.
  package static func text(_ text: String) -> String {
    var result = ""
    for character in oneLine(text) {
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "~", "$", "!": result += "\\\(character)"
      case "#" where result.isEmpty: result += "\\#"
      default: result.append(character)
      }
    }
    return result
  }

  /// A text on one line as code.
  package static func code(_ text: String) -> String {
    let text = oneLine(text)
    if text.isEmpty { return "" }
    // The fence is longer than any run of backticks in the text.
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + space + text + space + fence
  }

  /// Line breaks and control characters as spaces.
  private static func oneLine(_ text: String) -> String {
    String(
      text.map { character in
        let isControl = character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
        return character.isNewline || isControl ? " " : character
      })
  }
}
