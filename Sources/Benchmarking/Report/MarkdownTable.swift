/// A table in Markdown.
struct MarkdownTable {
  let heading: [String]
  var rows: [[String]] = []

  init(_ heading: [String]) { self.heading = heading }

  /// One line for the heading, one for the rule, one for each row; bars inside cells are escaped.
  var lines: [String] {
    let rule = heading.indices.map { $0 == 0 ? "---" : "---:" }
    return [Self.line(heading), "|" + rule.joined(separator: "|") + "|"] + rows.map(Self.line)
  }

  private static func line(_ cells: [String]) -> String {
    let escaped = cells.map { onOneLine($0).replacing("|", with: "\\|") }
    return "| " + escaped.joined(separator: " | ") + " |"
  }

  /// The text with spaces for its newlines.
  static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
