import Diagnostics
import Foundation

/// The tasks of the Flan collection, read from a table of facts.
package struct TaskInventory: Sendable, Equatable {
  /// The tasks, in the table's order; a data set that comes with inversions has several of one name.
  package let tasks: [InventoryTask]

  /// An inventory of these tasks.
  package init(_ tasks: [InventoryTask]) { self.tasks = tasks }

  private static let columns = [
    "source", "name", "dataset", "category", "languages", "examples", "held out",
  ]

  /// Reads a tab-separated table with the columns source, name, dataset, category, languages, examples, held
  /// out.
  /// - Throws: `FileError`; `InventoryError` with file and line.
  package init(reading path: String) throws {
    let text = String(decoding: try InputFile.read(path, what: "inventory of tasks"), as: UTF8.self)
    var tasks: [InventoryTask] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = SourceLocation(file: path, line: index + 1)
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if index == 0 {
        if cells != Self.columns {
          throw InventoryError.wrongHeading(location: place, expected: Self.columns)
        }
        continue
      }
      if line.isEmpty { continue }
      if cells.count != Self.columns.count {
        throw InventoryError.wrongColumnCount(
          location: place, found: cells.count, expected: Self.columns.count)
      }
      if cells[1].isEmpty { throw InventoryError.badCell(location: place, column: "name", value: "") }
      let examples = Int(cells[5])
      if examples == nil, !cells[5].isEmpty {
        throw InventoryError.badCell(location: place, column: "examples", value: cells[5])
      }
      tasks.append(
        InventoryTask(
          source: cells[0], name: cells[1], dataset: cells[2], category: cells[3],
          languages: cells[4].components(separatedBy: ", ").filter { !$0.isEmpty }, examples: examples,
          heldOutSuite: cells[6].isEmpty ? nil : cells[6]))
    }
    self.tasks = tasks
  }
}

/// What can be wrong with a table of tasks.
package enum InventoryError: UserError, Equatable {
  /// The first line does not name the columns.
  case wrongHeading(location: SourceLocation, expected: [String])
  /// A line has another number of columns.
  case wrongColumnCount(location: SourceLocation, found: Int, expected: Int)
  /// A cell that cannot be.
  case badCell(location: SourceLocation, column: String, value: String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }

  /// File and line.
  package var location: SourceLocation? {
    switch self {
    case .wrongHeading(let place, _), .wrongColumnCount(let place, _, _), .badCell(let place, _, _): place
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .wrongHeading(_, let expected):
      "the first line must name the columns, with tabs between: \(expected.joined(separator: ", "))"
    case .wrongColumnCount(_, let found, let expected): "has \(found) columns but must have \(expected)"
    case .badCell(_, let column, let value): "the column '\(column)' is '\(value)'"
    }
  }

  /// What to do about it.
  package var nextStep: String? { "Make the table anew with Scripts/inventory.py." }
}
