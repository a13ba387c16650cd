import Inspection
import Text

/// Statistics of a stream's first steps as tables.
package enum DataStatisticsText {
  /// The lines.
  package static func textLines(_ statistics: DataStatistics) -> [String] {
    [
      "\(statistics.recipe)  steps 1 to \(statistics.steps)",
      "\(NumberText.grouped(statistics.examples)) examples, \(NumberText.grouped(statistics.packed)) in rows, "
        + "\(NumberText.grouped(statistics.truncated)) of them cut to the row; "
        + LeftOutText.of(statistics.leftOut)
        + (statistics.goingOn > 0 ? "; \(statistics.goingOn) go on to the next steps" : ""),
    ]
      + [
        lengths(statistics), fill(statistics), formats(statistics), kinds(statistics), parts(statistics),
        tasks(statistics),
      ].flatMap { [""] + $0 }
  }

  private static func lengths(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([
      .init("tokens"), .init("mean", .right), .init("median", .right), .init("p95", .right),
      .init("max", .right),
    ])
    func add(_ name: String, _ lengths: LengthSummary) {
      table.add(
        [name, NumberText.fixed(lengths.mean, 1)]
          + [lengths.median, lengths.p95, lengths.maximum].map(NumberText.grouped))
    }
    add("inputs", statistics.inputs)
    add("targets", statistics.targets)
    table.addRule()
    for format in statistics.formats {
      add("\(format.format) inputs", format.inputs)
      add("\(format.format) targets", format.targets)
    }
    return table.lines()
  }

  private static func fill(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([.init("fill of the rows"), .init("inputs", .right), .init("targets", .right)])
    for (name, fill) in [
      ("here", statistics.fill), ("seqio's next-fit on the same examples", statistics.nextFitFill),
    ] {
      table.add([
        name, NumberText.percent(fill.inputs, decimals: 2), NumberText.percent(fill.targets, decimals: 2),
      ])
    }
    return table.lines()
  }

  private static func formats(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([
      .init("format"), .init("examples", .right), .init("share", .right), .init("asked for", .right),
    ])
    for format in statistics.formats {
      table.add([
        format.format, NumberText.grouped(format.examples), NumberText.percent(format.share, decimals: 2),
        NumberText.percent(format.askedShare, decimals: 2),
      ])
    }
    return table.lines()
  }

  private static let words = [
    "few-shot": "with worked examples", "rationale": "with a rationale", "inversion": "turned round",
    "options": "with the answers to choose from",
  ]

  private static func kinds(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([
      .init("prompts"), .init("examples", .right), .init("share", .right), .init("asked for", .right),
    ])
    for kind in statistics.kinds {
      table.add([
        words[kind.kind] ?? kind.kind, NumberText.grouped(kind.examples),
        NumberText.percent(kind.share, decimals: 2), NumberText.percent(kind.askedShare, decimals: 2),
      ])
    }
    return table.lines()
  }

  private static func parts(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([
      .init("sub-mixture"), .init("tasks", .right), .init("examples", .right), .init("share", .right),
      .init("asked for", .right), .init("rationales", .right), .init("turned round", .right),
    ])
    for part in statistics.subMixtures {
      table.add(
        [part.name, NumberText.grouped(part.tasks), NumberText.grouped(part.examples)]
          + [part.share, part.askedShare, part.rationales, part.inversions].map {
            NumberText.percent($0, decimals: 2)
          })
    }
    return table.lines()
  }

  private static func tasks(_ statistics: DataStatistics) -> [String] {
    var table = TextTable([
      .init("task"), .init("sub-mixture"), .init("instances", .right), .init("share", .right),
      .init("examples", .right), .init("epochs", .right), .init("in the run", .right),
    ])
    for task in statistics.tasks {
      table.add([
        task.task, task.subMixture, NumberText.grouped(task.instances),
        NumberText.percent(task.share, decimals: 2), NumberText.grouped(task.examples),
        NumberText.fixed(task.epochs, 3), NumberText.fixed(task.epochsOfRun, 2),
      ])
    }
    return table.lines()
  }
}
