import Evaluation
import Text

/// Scores on several suites side by side.
package enum SuiteMatrixTextTable {
  /// One row for each suite: mean and normalized mean in percent, then the Flan paper's average as far as it
  /// is known.
  package static func suiteLines(_ reports: [SuiteReport]) -> [String] {
    var table = TextTable([
      .init("suite"), .init("format"), .init("metric"), .init("mean", .right), .init("± error", .right),
      .init("guessing", .right), .init("normalized", .right), .init("strict", .right),
      .init("no answer", .right),
      .init("at limit", .right), .init("fewer shots", .right), .init("cut", .right),
      .init("questions", .right),
    ])
    for report in reports {
      let tasks = Double(max(1, report.tasks.count))
      let guessing = report.tasks.reduce(0) { $0 + $1.randomBaseline } / tasks
      table.add(
        [report.suite, format(report), report.metric]
          + [report.mean, report.standardError, guessing, report.normalizedMean].map(percent)
          + [report.strictMean.map(percent) ?? "", percent(report.withoutAnswer)]
          + [report.cutOutputs.map(percent) ?? ""]
          + [
            NumberText.grouped(report.prompts?.fewerShots ?? 0), NumberText.grouped(report.prompts?.cut ?? 0),
            NumberText.grouped(report.count),
          ])
    }
    return table.lines() + averageLines(FlanAverage(reports))
      + Set(reports.compactMap { $0.weights?.note }).sorted()
      + reports.filter { !$0.missingTasks.isEmpty }.map {
        "\($0.suite), tasks without data: " + $0.missingTasks.prefix(8).joined(separator: ", ")
          + ($0.missingTasks.count > 8 ? ", and \($0.missingTasks.count - 8) more" : "")
      }
  }

  /// Tasks by formats, for families of suites that ask the same questions in several ways.
  package static func taskLines(_ reports: [SuiteReport]) -> [String] {
    var families: [String] = []
    for report in reports where !families.contains(report.family) { families.append(report.family) }
    return families.flatMap { family -> [String] in
      let members = reports.filter { $0.family == family }
      return members.count > 1 ? taskLines(family, members) + [""] : []
    }
  }

  private static func taskLines(_ family: String, _ reports: [SuiteReport]) -> [String] {
    var table = TextTable([.init(family)] + reports.map { .init(format($0), .right) })
    var tasks: [String] = []
    for task in reports.flatMap({ $0.tasks.map(\.task) }) where !tasks.contains(task) { tasks.append(task) }
    for task in tasks {
      table.add(
        [task]
          + reports.map { report in
            report.tasks.first { $0.task == task }.map { percent($0.score) } ?? ""
          })
    }
    table.addRule()
    table.add(["mean"] + reports.map { percent($0.mean) })
    return table.lines()
  }

  private static func averageLines(_ average: FlanAverage) -> [String] {
    if let value = average.value { return ["normalized average (Flan paper): \(percent(value))"] }
    if average.parts.isEmpty { return [] }
    return ["no normalized average (Flan paper) without " + average.missing.joined(separator: ", ")]
  }

  /// Shots and how the model is asked, such as `5-shot direct`.
  static func format(_ report: SuiteReport) -> String {
    let asked = Double(report.prompts?.asked ?? 0)
    let shots = report.prompts.map { asked > 0 ? Double($0.shots) / asked : 0 } ?? Double(report.shots)
    let number = shots == shots.rounded() ? "\(Int(shots))" : NumberText.fixed(shots, 1)
    let likelihood = report.scoring == .likelihood ? ", by likelihood" : ""
    return "\(number)-shot \(report.prompting.replacing("-", with: " "))\(likelihood)"
  }

  private static func percent(_ share: Double) -> String { NumberText.fixed(share * 100, 1) }
}

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

/// How far a suite is, on one line.
package enum SuiteProgressText {
  /// The suite, its questions, tokens in a second and the time that is left.
  package static func line(_ progress: SuiteRun.Progress) -> String {
    var parts = [
      progress.suite,
      "\(NumberText.grouped(progress.answered))/\(NumberText.grouped(progress.questions)) questions",
    ]
    if progress.tokens > 0, progress.seconds > 0 {
      parts.append("\(NumberText.grouped(Int(Double(progress.tokens) / progress.seconds))) tokens/s")
    }
    if progress.answered > 0, progress.answered < progress.questions {
      let left =
        progress.seconds / Double(progress.answered) * Double(progress.questions - progress.answered)
      parts.append("eta \(NumberText.duration(left))")
    }
    return parts.joined(separator: " | ")
  }
}
