/// Text from data, escaped so that Markdown shows it as it is.
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

/// A table as Markdown has it.
package struct MarkdownTable {
  private let columns: Int
  private var lines: [String]

  /// A table without rows; all columns but the first `textColumns` hold numbers and are pushed to the right.
  package init(_ titles: [String], textColumns: Int = 1) {
    columns = titles.count
    lines = [Self.line(titles), Self.line(titles.indices.map { $0 < textColumns ? "---" : "---:" })]
  }

  /// Adds a row of Markdown; missing cells are empty.
  package mutating func add(_ cells: [String]) {
    let padding = Array(repeating: "", count: max(0, columns - cells.count))
    lines.append(Self.line(cells + padding))
  }

  /// The table's text, without a line feed at its end.
  package var text: String { lines.joined(separator: "\n") }

  /// Cells are Markdown; nothing in them ends a cell or a row, not even in code.
  private static func line(_ cells: [String]) -> String {
    let clean = cells.map { cell in
      String(
        cell.flatMap { character -> [Character] in
          character.isNewline ? [" "] : (character == "|" ? ["\\", character] : [character])
        })
    }
    return "| " + clean.joined(separator: " | ") + " |"
  }
}
