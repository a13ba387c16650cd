import Evaluation
import Instructions
import Recipes
import Text

/// Scores by other metrics than exact match.
extension ReportPage {
  /// The scores of a group by every metric, with those of its tasks folded away; nothing where only exact
  /// match is known.
  func metricTable(_ group: EvaluationGroup, _ tasks: [EvaluationTextTable.Row]) -> String {
    if !MetricsTextTable.hasScores(group) { return "" }
    let title = EvaluationTextTable.title(of: group.name)
    return table("\(title), by metric", [("all", group)])
      + "<details><summary>By task</summary>\n" + table("task", tasks.map { ($0.name, $0.all) })
      + "</details>\n"
  }

  private func table(_ title: String, _ rows: [(name: String, group: EvaluationGroup)]) -> String {
    var table = HTMLTable(
      [title, "judged by", "score"] + AnswerMetric.allCases.map(\.title), numbersFrom: 2)
    for (name, group) in rows {
      table.add(
        [.text(name), .text(MetricsTextTable.judges(group)), .score(group.score)]
          + AnswerMetric.allCases.map { .score(group.score(by: $0)) })
    }
    return table.html()
  }

  /// One plot for each group, a line for each metric and one for the tasks' own; none where only exact match
  /// is known.
  func byMetric(_ run: RunRecord) -> [LinePlot] {
    EvaluationGroup.Name.allCases.compactMap { name in
      let scores = HeldOutScore.otherMetrics.filter { score in
        run.evaluations.contains { $0.group(name)?.value(of: score) != nil }
      }
      let isKnown = run.evaluations.contains { $0.group(name).map(MetricsTextTable.hasScores) ?? false }
      if !isKnown { return nil }
      return LinePlot(
        title: "Score by metric, \(EvaluationTextTable.title(of: name))", axis: "score",
        series: scores.enumerated().map { index, score in
          heldOut(run, score.title, index + 1, name) { $0.value(of: score) }
        }, startsAtZero: true, format: { NumberText.fixed($0, 3) })
    }
  }

  /// One plot for each group of the tasks' own metrics, a line for each run.
  func ownScores(
    _ overlaid: (EvaluationGroup.Name, (EvaluationGroup) -> Double?) -> [LinePlot.Series]
  ) -> [LinePlot] {
    let judged = records.flatMap(\.evaluations).flatMap(\.groups).filter { $0.metrics != [.exactMatch] }
    return EvaluationGroup.Name.ofAnswers.filter { name in judged.contains { $0.name == name } }.map { name in
      LinePlot(
        title: "Score by the tasks' own metrics, \(EvaluationTextTable.title(of: name))", axis: "score",
        series: overlaid(name) { $0.score }, startsAtZero: true, format: { NumberText.fixed($0, 3) })
    }
  }
}

extension HeldOutScore {
  /// The tasks' own metrics, then every metric but exact match.
  static let otherMetrics: [HeldOutScore] = [.score] + AnswerMetric.graded.map { .metric($0) }

  /// The score's name for readers.
  var title: String {
    switch self {
    case .metric(let metric): metric.title
    case .macroExactMatch: "exact match, mean of tasks and formats"
    case .score: "score by own metric"
    case .macroScore: "score by own metric, mean of tasks and formats"
    case .loss: "loss"
    }
  }
}
