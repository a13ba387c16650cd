/// A table in plain text: columns as wide as their widest cell, two spaces between them.
public struct TextTable: Sendable {
  /// To which side the cells of a column are pushed.
  public enum Alignment: Sendable {
    /// Text.
    case left
    /// Numbers.
    case right
  }

  /// A column.
  public struct Column: Sendable {
    let title: String
    let alignment: Alignment

    /// A column with a title.
    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  private let columns: [Column]
  private var rows: [[String]?] = []

  /// A table without rows.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty, surplus ones are left out.
  public mutating func add(_ cells: [String]) {
    let padding = Array(repeating: "", count: max(0, columns.count - cells.count))
    rows.append(Array(cells.prefix(columns.count)) + padding)
  }

  /// Adds a rule across the table.
  public mutating func addRule() { rows.append(nil) }

  /// The lines of the table, title line and rule first, each after `indent` spaces.
  public func lines(indent: Int = 0) -> [String] {
    let widths = columns.indices.map { column in
      max(columns[column].title.count, rows.compactMap { $0?[column].count }.max() ?? 0)
    }
    let margin = String(repeating: " ", count: indent)
    let total = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    let rule = margin + String(repeating: "-", count: total)
    let body = rows.map { row in row.map { margin + line($0, widths) } ?? rule }
    return [margin + line(columns.map(\.title), widths), rule] + body
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
      text += (index > 0 ? "  " : "") + (columns[index].alignment == .left ? cell + padding : padding + cell)
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
