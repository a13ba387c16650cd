import Evaluation
import Recipes
import Text

/// Two models on the same questions: one row for each task, in percent, then the mean over tasks.
package enum ComparisonTextTable {
  /// The lines of the table.
  package static func textLines(
    _ comparison: PairedComparison, title: String, first: String, second: String
  ) -> [String] {
    var table = TextTable([
      .init("task"), .init("first", .right), .init("second", .right), .init("difference", .right),
      .init("± error", .right), .init("better", .right), .init("worse", .right), .init("p", .right),
      .init("questions", .right),
    ])
    for task in comparison.tasks {
      table.add(
        [task.task] + [task.first, task.second, task.difference, task.standardError].map(percent)
          + [NumberText.grouped(task.wins), NumberText.grouped(task.losses), probability(task.pValue)]
          + [NumberText.grouped(task.count)])
    }
    table.addRule()
    let count = comparison.tasks.count
    table.add(
      ["mean of \(count) task\(count == 1 ? "" : "s")"]
        + [comparison.first, comparison.second, comparison.difference, comparison.standardError].map(percent)
        + [
          NumberText.grouped(comparison.tasks.reduce(0) { $0 + $1.wins }),
          NumberText.grouped(comparison.tasks.reduce(0) { $0 + $1.losses }), probability(comparison.pValue),
          NumberText.grouped(comparison.tasks.reduce(0) { $0 + $1.count }),
        ])
    return ["\(title): first \(first), second \(second), in percent", ""] + table.lines()
  }

  private static func percent(_ share: Double) -> String { NumberText.fixed(share * 100, 1) }

  private static func probability(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : NumberText.fixed(value, 4)
  }
}

extension SettingsTable {
  /// The lines of the table: one block for each group; what is not a default says who set it.
  package func textLines() -> [String] {
    var table = TextTable([.init("group"), .init("setting"), .init("value"), .init("set by")])
    for group in groups {
      for (index, row) in group.rows.enumerated() {
        let setBy = row.origin == .standard ? "" : row.origin.rawValue
        table.add([index == 0 ? group.name : "", row.key, SettingsTable.shortened(row.value), setBy])
      }
    }
    return table.lines()
  }

  private static func shortened(_ value: String) -> String {
    value.count <= 60 ? value : value.prefix(57) + "..."
  }
}
