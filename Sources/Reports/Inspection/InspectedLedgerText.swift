import Inspection
import Text
import Tokenization

/// A ledger as a table: what became of every example.
package enum InspectedLedgerText {
  /// The lines.
  package static func textLines(_ ledger: InspectedLedger) -> [String] {
    let reasons = ledger.total.leftOut.filter { $0.value > 0 }.keys.sorted()
    var table = TextTable(
      [.init("task"), .init("read", .right), .init("used", .right), .init("cut", .right)]
        + reasons.map { .init(LeftOutText.reason($0), .right) } + [
          .init("input tokens", .right), .init("target tokens", .right),
        ])
    func add(_ name: String, _ row: InspectedLedger.Row) {
      let counts =
        [row.read, row.used, row.truncated] + reasons.map { row.leftOut[$0] ?? 0 } + [
          row.inputTokens, row.targetTokens,
        ]
      table.add([name] + counts.map(NumberText.grouped))
    }
    for row in ledger.tasks { add(row.task, row) }
    table.addRule()
    add("\(ledger.tasks.count) tasks", ledger.total)
    let title = ledger.run.map { "run \($0)" } ?? ledger.recipe
    let sum =
      ledger.reconciles
      ? "read = used + cut + left out, in every task"
      : "the counts of a task do not add up: a fault of the program"
    return ["\(title)  steps 1 to \(ledger.steps)", ""] + table.lines() + ["", sum]
      + (ledger.total.withoutExemplars > 0
        ? ["\(NumberText.grouped(ledger.total.withoutExemplars)) asked without exemplars, for room"] : [])
  }
}

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
