import Foundation
import Testing

/// A table of `Documentation/Sources.md`, so that a row without a test cannot be.
struct DocumentationTable {
  /// The cells of each row below the heading.
  let rows: [[String]]

  /// The table whose heading begins with these cells.
  init(heading: String...) throws {
    let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .appendingPathComponent("../../../../Documentation/Sources.md").standardizedFileURL.path
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(
      lines.firstIndex { $0.hasPrefix("|") && Self.cells($0).starts(with: heading) }, "no table \(heading)")
    rows = lines[start...].dropFirst(2).prefix { $0.hasPrefix("|") }.map(Self.cells)
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What stands in backticks in a cell.
  static func code(in cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
