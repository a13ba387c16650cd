import Evaluation
import Inspection
import Instructions
import Text

/// Held-out scores by every metric of answers: one row for each task or cluster, one column for each metric.
package enum MetricsTextTable {
  /// The lines of one group's table, the tasks' own metric first; none where only exact match is known.
  /// - Parameter grouping: what a row stands for; `nil` leaves only the sums.
  package static func textLines(_ group: EvaluationGroup, by grouping: EvaluationTextTable.Grouping?)
    -> [String]
  {
    if !hasScores(group) { return [] }
    var table = TextTable(
      [
        .init("\(EvaluationTextTable.title(of: group.name)), by metric"), .init("judged by"),
        .init("score", .right),
      ]
        + AnswerMetric.allCases.map { .init($0.title, .right) })
    if let grouping {
      for row in EvaluationTextTable.rows(of: group, by: grouping) { table.add([row.name] + cells(row.all)) }
      table.addRule()
    }
    table.add(["all"] + cells(group))
    table.add(["mean of tasks and formats", "", NumberText.score(group.macroScore)])
    return table.lines()
  }

  /// Whether a group has other scores than exact match.
  static func hasScores(_ group: EvaluationGroup) -> Bool { group.rows.contains { $0.scores != nil } }

  /// What judges the tasks of a group: the metric, or how many of them.
  static func judges(_ group: EvaluationGroup) -> String {
    let metrics = group.metrics
    return metrics.count > 1 ? "\(metrics.count) metrics" : metrics.first?.title ?? "-"
  }

  private static func cells(_ group: EvaluationGroup) -> [String] {
    [judges(group), NumberText.score(group.score)]
      + AnswerMetric.allCases.map { NumberText.score(group.score(by: $0)) }
  }
}

/// The paper's Table 2, as printed and as computed.
package enum PaperTextTable {
  /// The lines: a row for each model, then the notes.
  package static func textLines(_ table: PaperTable) -> [String] {
    var text = TextTable([
      .init("model"), .init("parameters", .right), .init("steps", .right), .init("tokens a step", .right),
      .init("pre-training", .right), .init("printed", .right), .init("finetuning", .right),
      .init("printed", .right), .init("%", .right), .init("printed", .right), .init(""),
    ])
    var notes: [String] = []
    for row in table.rows {
      if let note = row.note { notes.append("[\(notes.count + 1)] \(row.model): \(note).") }
      let numbers = zip(row.computed, row.printed).flatMap { [$0, $1] }
      text.add(
        [
          row.model, NumberText.short(row.parameters), NumberText.grouped(row.steps),
          NumberText.grouped(row.tokensPerStep),
        ] + numbers + [row.note == nil ? "" : "[\(notes.count)]"])
    }
    return [
      "Chung et al. 2022, Table 2: floating-point operations = 3 (encoder-decoder) or 6 (decoder) x parameters x tokens.",
      "Pre-training on 1e12 (T5), 780e9 (PaLM) or 1.3e12 tokens (cont-PaLM); finetuning on steps x rows x (2048 + 512).",
      "",
    ] + text.lines() + [""] + notes
  }
}
