import Evaluation
import Text

extension ReportPage {
  /// Scores on published suites: one row for each suite, then the tasks of each beside chance.
  func suites(_ summary: EvaluationSummary) -> String {
    guard let reports = summary.suites, !reports.isEmpty else { return "" }
    var table = HTMLTable(
      [
        "suite", "format", "metric", "mean", "± error", "normalized", "strict", "no answer", "at limit",
        "loss",
        "questions",
      ],
      numbersFrom: 3)
    for report in reports {
      table.add([
        .text(report.suite), .text(SuiteMatrixTextTable.format(report)), .text(report.metric),
        .score(report.mean), .number(NumberText.score(report.standardError)),
        .number(NumberText.score(report.normalizedMean)), .number(NumberText.score(report.strictMean)),
        .number(NumberText.percent(report.withoutAnswer)),
        .number(report.cutOutputs.map { NumberText.percent($0) } ?? "-"),
        .number(NumberText.score(report.loss)),
        .number(NumberText.grouped(report.count)),
      ])
    }
    let average = FlanAverage(reports).value.map {
      "<p>Normalized average of the Flan paper: \(NumberText.score($0))</p>\n"
    }
    return "<h2>Published suites after \(HTMLText.step(summary.step))</h2>\n" + table.html()
      + (average ?? "") + reports.map(tasks).joined()
  }

  private func tasks(_ report: SuiteReport) -> String {
    var table = HTMLTable(
      [report.suite, report.metric, "± error", "guessing", "normalized", "strict", "no answer", "questions"],
      numbersFrom: 1)
    for task in report.tasks {
      table.add([
        .text(task.task), .score(task.score), .number(NumberText.score(task.standardError)),
        .number(NumberText.score(task.randomBaseline)), .number(NumberText.score(task.normalized)),
        .number(NumberText.score(task.strict)), .number(NumberText.percent(task.withoutAnswer)),
        .number(NumberText.grouped(task.count)),
      ])
    }
    return "<details><summary>\(HTMLText.escaped(report.suite)): \(report.tasks.count) tasks</summary>\n"
      + table.html() + "</details>\n"
  }

  /// One plot for each suite that any of the runs has: the mean over its tasks, and what guessing gives.
  func suitePlots(_ runs: [RunRecord], _ names: [String]) -> [LinePlot] {
    var suites: [String] = []
    for report in runs.flatMap(\.evaluations).flatMap({ $0.suites ?? [] })
    where !suites.contains(report.suite) {
      suites.append(report.suite)
    }
    return suites.map { suite in
      var series = zip(runs, names).enumerated().map { index, run in
        LinePlot.Series(
          name: run.1, color: Self.color(index), points: points(run.0, suite) { $0.mean }, hasMarks: true)
      }
      if let first = runs.first {
        series.append(
          LinePlot.Series(
            name: "guessing", color: Self.color(series.count),
            points: points(first, suite) { report in
              report.tasks.reduce(0) { $0 + $1.randomBaseline } / Double(max(1, report.tasks.count))
            }, isDashed: true))
      }
      return LinePlot(
        title: "Mean over the tasks of \(suite)", axis: "mean score", series: series, startsAtZero: true,
        format: { NumberText.fixed($0, 3) })
    }
  }

  private func points(
    _ run: RunRecord, _ suite: String, _ value: (SuiteReport) -> Double
  ) -> [(x: Double, y: Double)] {
    run.evaluations.compactMap { summary in
      summary.suites?.first { $0.suite == suite }.map { (Double(summary.step), value($0)) }
    }
  }
}
