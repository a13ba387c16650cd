import Inspection
import Text
import Tokenization

/// What a vocabulary cannot carry of each task, as a table and the whole in detail.
package enum InspectedLossesText {
  private static let frequent = 6

  /// The lines.
  package static func textLines(_ losses: InspectedLosses) -> [String] {
    var table = TextTable([
      .init("task"), .init("lines", .right), .init("exact", .right), .init("line ends", .right),
      .init("runs of spaces", .right), .init("unknown", .right), .init("changed", .right),
      .init("unknown characters"),
    ])
    for task in losses.tasks {
      let loss = task.loss
      table.add(
        [
          task.task, NumberText.grouped(loss.lines),
          NumberText.percent(loss.exactShare, decimals: 2),
        ]
          + [loss.lostNewlines, loss.collapsedRuns, loss.unknown.total, loss.changed.total].map(
            NumberText.grouped) + [characters(loss.unknown)])
    }
    return ["\(losses.recipe)  what the vocabulary cannot carry of the tasks' texts", ""] + table.lines()
      + ["", losses.total.table(named: losses.tasks.count == 1 ? "the task" : "all tasks")]
  }

  private static func characters(_ counts: CharacterCounts) -> String {
    let entries = counts.mostFrequent(frequent)
    return entries.map { "\($0.text) x\($0.count)" }.joined(separator: "  ")
  }
}
