import Runs
import Text

/// The mixture as a table: what each task weighs and how often the run will see its examples.
package enum MixtureTextTable {
  /// The rows of the largest mixture that is shown whole; of a larger one the heaviest tasks are shown.
  package static let maximumRows = 80

  /// The lines of the table, the sub-mixtures' sums and the total last.
  package static func textLines(_ rows: [MixtureRow]) -> [String] {
    var table = TextTable([
      .init("sub-mixture"), .init("task"), .init("cluster"), .init("examples", .right),
      .init("held out", .right), .init("share", .right), .init("drawn", .right), .init("epochs", .right),
      .init("cut", .right), .init("dropped", .right),
    ])
    let shown = heaviest(rows)
    for row in shown { table.add([row.subMixture ?? "", row.task, row.cluster ?? ""] + numbers(row)) }
    if shown.count < rows.count { table.add(["", "... and \(rows.count - shown.count) lighter tasks"]) }
    table.addRule()
    let names = orderedSubMixtures(rows)
    if names.count > 1 {
      for name in names {
        table.add([name, "", ""] + numbers(sum(rows.filter { ($0.subMixture ?? "") == name })))
      }
    }
    table.add(["total", "\(rows.count) tasks", ""] + numbers(sum(rows)))
    return table.lines()
  }

  private static func heaviest(_ rows: [MixtureRow]) -> [MixtureRow] {
    if rows.count <= maximumRows { return rows }
    let order = rows.indices.sorted { (rows[$1].share, $0) < (rows[$0].share, $1) }
    return order.prefix(maximumRows).sorted().map { rows[$0] }
  }

  private static func orderedSubMixtures(_ rows: [MixtureRow]) -> [String] {
    var names: [String] = []
    for row in rows where !names.contains(row.subMixture ?? "") { names.append(row.subMixture ?? "") }
    return names
  }

  private static func sum(_ rows: [MixtureRow]) -> MixtureRow {
    MixtureRow(
      task: "", examples: rows.reduce(0) { $0 + $1.examples }, heldOut: rows.reduce(0) { $0 + $1.heldOut },
      share: rows.reduce(0) { $0 + $1.share }, expectedExamples: rows.reduce(0) { $0 + $1.expectedExamples },
      truncated: rows.reduce(0) { $0 + $1.truncated }, dropped: rows.reduce(0) { $0 + $1.dropped })
  }

  private static func numbers(_ row: MixtureRow) -> [String] {
    [
      NumberText.grouped(row.examples), NumberText.grouped(row.heldOut),
      NumberText.percent(row.share, decimals: 2),
      NumberText.short(row.expectedExamples.rounded()), NumberText.fixed(row.epochs, 2),
      row.truncated == 0 ? "" : NumberText.grouped(row.truncated),
      row.dropped == 0 ? "" : NumberText.grouped(row.dropped),
    ]
  }
}
