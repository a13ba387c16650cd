import Instructions
import Runs
import Text

/// What a run was trained on as a table: what was asked beside what came of it.
package enum LedgerTextTable {
  /// The rows of the largest mixture that is shown whole; of a larger one the heaviest tasks are shown.
  package static let maximumRows = MixtureTextTable.maximumRows

  /// The lines of the table: tasks, then sub-mixtures where there are several, then all.
  package static func textLines(_ ledger: RunLedger) -> [String] {
    var table = TextTable([
      .init("sub-mixture"), .init("task"), .init("share", .right), .init("trained", .right),
      .init("expected", .right), .init("epochs", .right), .init("in-tok", .right), .init("tgt-tok", .right),
      .init("mean in", .right), .init("mean tgt", .right), .init("cut", .right), .init("dropped", .right),
    ])
    let shown = heaviest(ledger.tasks)
    for row in shown { table.add([row.subMixture ?? "", row.task ?? ""] + cells(row)) }
    if shown.count < ledger.tasks.count {
      table.add(["", "... and \(ledger.tasks.count - shown.count) lighter tasks"])
    }
    table.addRule()
    if ledger.subMixtures.count > 1 {
      for row in ledger.subMixtures { table.add([row.subMixture ?? "", ""] + cells(row)) }
    }
    table.add(["total", "\(ledger.tasks.count) tasks"] + cells(ledger.total))
    return table.lines() + formatLines(ledger)
  }

  /// How many examples were written in each format.
  private static func formatLines(_ ledger: RunLedger) -> [String] {
    let formats = ledger.total.counts.formats
    let whole = Double(max(1, formats.values.reduce(0, +)))
    let parts = PromptFormat.allCases.compactMap { format in
      formats[format].map {
        "\(format.rawValue) \(NumberText.grouped($0)) (\(NumberText.percent(Double($0) / whole, decimals: 1)))"
      }
    }
    return parts.isEmpty ? [] : ["formats   " + parts.joined(separator: ", ")]
  }

  private static func heaviest(_ rows: [RunLedger.Row]) -> [RunLedger.Row] {
    if rows.count <= maximumRows { return rows }
    let order = rows.indices.sorted { (rows[$1].share, $0) < (rows[$0].share, $1) }
    return order.prefix(maximumRows).sorted().map { rows[$0] }
  }

  private static func cells(_ row: RunLedger.Row) -> [String] {
    let counts = row.counts
    return [
      NumberText.percent(row.realizedShare, decimals: 2), NumberText.grouped(counts.used + counts.truncated),
      NumberText.grouped(row.expected), NumberText.fixed(row.epochs, 2),
      NumberText.short(Double(counts.inputTokens)), NumberText.short(Double(counts.targetTokens)),
      NumberText.fixed(row.meanInputTokens, 1), NumberText.fixed(row.meanTargetTokens, 1),
      counts.truncated == 0 ? "" : NumberText.grouped(counts.truncated),
      counts.droppedTotal == 0 ? "" : NumberText.grouped(counts.droppedTotal),
    ]
  }
}
