import Diagnostics

/// A table in plain text: columns as wide as their widest cell, two spaces between them.
///
/// Where the page is narrower (`PageWidth.current`), long texts are cut, then columns are left out from the
/// right (`TableFit`); both are seen by `…`, and a line below names the columns.
package struct TextTable: Sendable {
  /// To which side the cells of a column are pushed.
  package enum Alignment: Sendable {
    /// Text.
    case left
    /// Numbers.
    case right
  }

  /// A column.
  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment

    /// A column with a title.
    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = VisibleText.line(title)
      self.alignment = alignment
    }
  }

  private let columns: [Column]
  private var rows: [[String]?] = []

  /// A table without rows.
  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty, surplus ones are left out. A cell is one line: other characters of
  /// control than letters and spaces are shown.
  package mutating func add(_ cells: [String]) {
    let padding = Array(repeating: "", count: max(0, columns.count - cells.count))
    rows.append(cells.prefix(columns.count).map(VisibleText.line) + padding)
  }

  /// Adds a rule across the table.
  package mutating func addRule() { rows.append(nil) }

  /// The lines of the table, title line and rule first, each after `indent` spaces.
  package func lines(indent: Int = 0) -> [String] {
    let widths = columns.indices.map { column in
      max(
        DisplayWidth.of(columns[column].title),
        rows.compactMap { $0.map { DisplayWidth.of($0[column]) } }.max() ?? 0)
    }
    let page = PageWidth.current.columns
    let fit = TableFit(
      widths, isText: columns.map { $0.alignment == .left }, room: page.map { max(1, $0 - indent) })
    let margin = String(repeating: " ", count: indent)
    let rule = margin + String(repeating: "-", count: fit.total)
    let body = rows.map { row in row.map { margin + line($0, fit.widths) } ?? rule }
    let title = line(columns.map(\.title), fit.widths) + (fit.isWhole ? "" : TableFit.sign)
    return [margin + title, rule] + body + note(fit, page.map { $0 - indent }).map { margin + $0 }
  }

  /// What is not shown.
  private func note(_ fit: TableFit, _ page: Int?) -> [String] {
    if fit.isWhole { return [] }
    let hidden = columns[fit.widths.count...].map(\.title).filter { !$0.isEmpty }
    let text = "… no room for: \(hidden.joined(separator: ", "))"
    return [page.map { DisplayWidth.cut(text, to: $0) } ?? text]
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, width) in widths.enumerated() {
      let cell = DisplayWidth.cut(cells[index], to: width)
      let padding = String(repeating: " ", count: max(0, width - DisplayWidth.of(cell)))
      text += (index > 0 ? "  " : "") + (columns[index].alignment == .left ? cell + padding : padding + cell)
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
