import Inspection
import Text

/// What a planned run's data comes to: its tasks, then fill and losses.
enum DataPlanText {
  /// Tasks that are listed; the others are summed up.
  private static let shown = 40

  /// The lines.
  static func lines(_ data: DataStatistics) -> [String] {
    var table = TextTable([
      .init("task"), .init("part"), .init("instances", .right), .init("share", .right),
      .init("examples", .right), .init("epochs", .right), .init("input tokens", .right),
      .init("target tokens", .right),
    ])
    let order = data.tasks.sorted { ($1.examplesOfRun, $0.task) < ($0.examplesOfRun, $1.task) }
    for task in order.prefix(shown) {
      func tokens(_ mean: Double?) -> String {
        mean.map { NumberText.short($0 * Double(task.examplesOfRun)) } ?? "-"
      }
      table.add([
        task.task, task.subMixture, NumberText.grouped(task.instances), NumberText.percent(task.share),
        NumberText.grouped(task.examplesOfRun), NumberText.fixed(task.epochsOfRun, 2),
        tokens(task.meanInputTokens), tokens(task.meanTargetTokens),
      ])
    }
    let rest = order.dropFirst(shown)
    if !rest.isEmpty {
      table.add([
        "\(rest.count) more tasks", "", NumberText.grouped(rest.reduce(0) { $0 + $1.instances }),
        NumberText.percent(rest.reduce(0) { $0 + $1.share }),
        NumberText.grouped(rest.reduce(0) { $0 + $1.examplesOfRun }),
      ])
    }
    table.addRule()
    let examples = data.tasks.reduce(0) { $0 + $1.examplesOfRun }
    table.add([
      "all", "", NumberText.grouped(data.tasks.reduce(0) { $0 + $1.instances }), "",
      NumberText.grouped(examples), "",
      NumberText.short(data.inputs.mean * Double(examples)),
      NumberText.short(data.targets.mean * Double(examples)),
    ])
    return table.lines() + [fillLine(data), lossLine(data)]
  }

  private static func fillLine(_ data: DataStatistics) -> String {
    "rows over the first \(data.steps) steps: inputs \(NumberText.percent(data.fill.inputs)) full, targets "
      + "\(NumberText.percent(data.fill.targets)) full"
  }

  private static func lossLine(_ data: DataStatistics) -> String {
    let share = Double(data.truncated) / Double(max(1, data.packed))
    return
      "of \(data.examples) examples \(data.truncated) are cut to the row (\(NumberText.percent(share, decimals: 2))); "
      + LeftOutText.of(data.leftOut)
  }
}
