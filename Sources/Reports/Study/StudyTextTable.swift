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
  ///   - forecasts: what a run of each arm takes.
  ///   - jobs: processes at once.
  package static func planLines(_ plan: StudyPlan, forecasts: [String: ArmForecast], jobs: Int) -> [String] {
    var table = TextTable([
      .init("arm"), .init("starts from"), .init("runs", .right), .init("steps", .right),
      .init("s/step", .right), .init("evaluations", .right), .init("s each", .right), .init("time", .right),
    ])
    var (total, evaluations) = (0.0, 0.0)
    for arm in plan.study.arms {
      guard let forecast = forecasts[arm.name] else { continue }
      let runs = plan.runs(ofArm: arm.name).count
      let time = forecast.seconds * Double(runs)
      total += time
      evaluations += forecast.secondsPerEvaluation * Double(forecast.evaluations * runs)
      table.add([
        arm.name + (arm.base ? " (base)" : ""), arm.startsFrom ?? "", "\(runs)",
        NumberText.grouped(forecast.steps), NumberText.fixed(forecast.secondsPerStep, 3),
        "\(forecast.evaluations)", NumberText.fixed(forecast.secondsPerEvaluation, 1),
        NumberText.duration(time),
      ])
    }
    let processes = max(1, min(jobs, plan.runs.count))
    return ["\(plan.study.title): \(plan.runs.count) runs in \(plan.folder.path)"] + table.lines() + [
      "at most \(NumberText.duration(total)) of one processor, "
        + "\(NumberText.duration(total / Double(processes))) with \(processes) at once; \(NumberText.duration(evaluations)) of it for "
        + "evaluations, whose answers are as long as fresh weights make them"
    ]
  }
}
