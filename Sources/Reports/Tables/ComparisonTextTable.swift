import Evaluation
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
