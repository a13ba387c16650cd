import Studies
import Text

/// A study's results as text.
package enum StudyTextTable {
  /// The lines: every measure's scores by arm, then the verdicts.
  package static func lines(_ results: StudyResults) -> [String] {
    var lines = [results.title + (results.isQuick ? " (a quick try)" : ""), "claim: \(results.claim)", ""]
    for measure in results.measures {
      lines += ["\(measure.name): \(measure.about)"] + table(results, measure.name) + [""]
    }
    lines += amounts(results) + [""]
    for verdict in results.verdicts {
      lines.append("\(verdict.title) (\(verdict.measure)): \(verdict.outcome.words)")
      lines.append("  \(StudyText.decision(verdict))")
    }
    lines.append("verdict: \(results.outcome.words)")
    return lines
  }

  private static func table(_ results: StudyResults, _ measure: String) -> [String] {
    var table = TextTable(
      [.init("arm"), .init("mean", .right), .init("95 %", .right)]
        + results.seeds.map { .init("seed \($0)", .right) }
        + [.init("loss", .right), .init("format", .right)])
    for arm in results.measuredArms {
      let estimate = arm.scores[measure]?.estimate
      table.add(
        [
          arm.name, estimate.map { StudyText.points($0.value) } ?? "-",
          estimate.map { "\(StudyText.points($0.low)) to \(StudyText.points($0.high))" } ?? "-",
        ] + StudyText.seeds(arm, measure: measure) + [
          NumberText.score(StudyText.mean(arm, measure: measure, \.loss)),
          NumberText.score(StudyText.mean(arm, measure: measure, \.formatRate)),
        ])
    }
    return table.lines()
  }

  /// How much every arm was trained on.
  private static func amounts(_ results: StudyResults) -> [String] {
    var table = TextTable([
      .init("arm"), .init("starts from"), .init("steps", .right), .init("target tokens", .right),
    ])
    for arm in results.arms { table.add(StudyText.amounts(arm)) }
    return table.lines()
  }

  /// What a study would run: its arms with their runs, steps, evaluations and seconds.
  /// - Parameters:
  ///   - seconds: of a step of each arm, where they have been measured.
  ///   - jobs: processes at once.
  package static func planLines(_ plan: StudyPlan, seconds: [String: Double], jobs: Int) -> [String] {
    var table = TextTable([
      .init("arm"), .init("starts from"), .init("runs", .right), .init("steps", .right),
      .init("s/step", .right),
      .init("time", .right),
    ])
    var total = 0.0
    for arm in plan.study.arms {
      let runs = plan.runs(ofArm: arm.name)
      let steps = runs.first?.steps ?? 0
      let time = seconds[arm.name].map { $0 * Double(steps * runs.count) }
      total += time ?? 0
      table.add([
        arm.name, arm.startsFrom ?? "", "\(runs.count)", NumberText.grouped(steps),
        seconds[arm.name].map { NumberText.fixed($0, 3) } ?? "-", time.map(NumberText.duration) ?? "-",
      ])
    }
    let processes = min(jobs, plan.runs.count)
    let time =
      seconds.isEmpty
      ? []
      : [
        "steps alone take \(NumberText.duration(total)) of one processor, "
          + "\(NumberText.duration(total / Double(max(1, processes)))) with \(processes) at once; evaluations come on top"
      ]
    return ["\(plan.study.title): \(plan.runs.count) runs in \(plan.folder.path)"] + table.lines() + time
  }
}
