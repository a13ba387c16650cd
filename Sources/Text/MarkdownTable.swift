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
