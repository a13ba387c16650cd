import Evaluation
import Text

/// Scores on a suite as a table: one row for each task, in percent, then the mean over tasks.
package enum SuiteTextTable {
  /// The lines of the table.
  package static func textLines(_ report: SuiteReport) -> [String] {
    let others = (report.otherMetrics ?? [:]).keys.sorted()
    let hasStrict = report.strictMean != nil
    var table = TextTable(
      [.init("task"), .init(report.metric, .right), .init("± error", .right), .init("guessing", .right)]
        + [.init("normalized", .right)] + (hasStrict ? [.init("strict", .right)] : [])
        + others.map { .init($0, .right) }
        + [.init("no answer", .right), .init("outputs", .right)])
    for task in report.tasks {
      table.add(
        [task.task] + [task.score, task.standardError, task.randomBaseline, task.normalized].map(percent)
          + (hasStrict ? [percent(task.strict ?? 0)] : [])
          + others.map { percent(task.otherMetrics?[$0] ?? 0) }
          + [percent(task.withoutAnswer), NumberText.grouped(task.count)])
    }
    table.addRule()
    table.add(
      ["mean of \(report.tasks.count) task\(report.tasks.count == 1 ? "" : "s")"]
        + [percent(report.mean), percent(report.standardError), "", percent(report.normalizedMean)]
        + (hasStrict ? [percent(report.strictMean ?? 0)] : [])
        + others.map { percent(report.otherMetrics?[$0] ?? 0) }
        + [percent(report.withoutAnswer), NumberText.grouped(report.count)])
    let split = report.split.map { ", split \($0)" } ?? ""
    let title = "\(report.suite): \(report.prompting), \(report.shots)-shot, in percent\(split)"
    let missing =
      report.missingTasks.isEmpty ? [] : ["without outputs: " + report.missingTasks.joined(separator: ", ")]
    return [title, ""] + table.lines() + missing
  }

  private static func percent(_ share: Double) -> String { NumberText.fixed(share * 100, 1) }
}
