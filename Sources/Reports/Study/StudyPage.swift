import Studies
import Text

/// One page about a study: the verdict and its rule, every seed a dot, what others have measured, what was
/// controlled, what it took. It needs no other file and no network.
package struct StudyPage {
  private let results: StudyResults

  /// The page of a study.
  package init(_ results: StudyResults) { self.results = results }

  /// The page's text. All but the section `times` is the same whenever the same runs are looked at.
  package func html() -> String {
    let title = HTMLText.escaped(results.title)
    let about = ([results.claim] + results.about).map(HTMLText.escaped).joined(separator: "<br>\n")
    let sections =
      [verdicts] + results.measures.map(scores) + [published, controls, amounts, runs, machines, times]
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title) - flan-train</title>
      <style>
      \(PageStyle.css)
      </style></head>
      <body><main>
      <h1>\(title) \(badge(results.outcome))</h1>
      <p class="soft">\(about)</p>
      \(results.isQuick ? "<p>A quick try: fewer seeds, and what the study says of it.</p>\n" : "")\
      \(sections.joined())</main></body></html>

      """
  }

  private func badge(_ outcome: Verdict.Outcome) -> String {
    let style =
      switch outcome {
      case .reproduced: " right"
      case .notReproduced: " wrong"
      case .inconclusive, .incomplete: ""
      }
    return "<span class=\"badge\(style)\">\(outcome.words)</span>"
  }

  private var verdicts: String {
    let entries = results.verdicts.map { verdict in
      """
      <div class="card"><header><b>\(HTMLText.escaped(verdict.title))</b>\(badge(verdict.outcome))</header>
      <p>\(HTMLText.escaped(StudyText.decision(verdict)))</p>
      <p class="soft">\(HTMLText.escaped(verdict.measure)), \(StudyText.basis(verdict)) seeds and units: \
      \(HTMLText.escaped(verdict.rule))</p></div>

      """
    }
    let caution = StudyText.caution(results).map(HTMLText.escaped).joined(separator: "<br>\n")
    return
      "<h2>Verdicts</h2>\n<div class=\"cards\">\n\(entries.joined())</div>\n<p class=\"soft\">\(caution)</p>\n"
  }

  private func scores(_ measure: StudyResults.Measure) -> String {
    var table = HTMLTable(
      ["arm", "", "mean", "95 %"] + results.seeds.map { "seed \($0)" } + ["loss", "format"], numbersFrom: 2)
    for arm in results.measuredArms {
      let estimate = arm.scores[measure.name]?.estimate
      table.add(
        [
          .text(arm.name), .text(arm.about), .number(estimate.map { StudyText.points($0.value) } ?? "-"),
          .number(estimate.map { "\(StudyText.points($0.low)) to \(StudyText.points($0.high))" } ?? "-"),
        ] + StudyText.seeds(arm, measure: measure.name).map { .number($0) } + [
          .number(NumberText.score(StudyText.mean(arm, measure: measure.name, \.loss))),
          .number(NumberText.score(StudyText.mean(arm, measure: measure.name, \.formatRate))),
        ])
    }
    let plot = StudyPlot(results, measure: measure.name)?.svg() ?? ""
    return """
      <h2>\(HTMLText.escaped(measure.name))</h2>
      <p class="soft">\(HTMLText.escaped(measure.about))</p>
      <figure>\(plot)</figure>
      \(table.html())
      """
  }

  private var published: String {
    if results.published.isEmpty { return "" }
    var table = HTMLTable(["published", "values", "where"], isWide: true)
    for numbers in results.published {
      let values = zip(numbers.names, numbers.values).map {
        "\($0) \(NumberText.withoutTrailingZeros(NumberText.fixed($1, 2)))"
      }
      table.add([.text(numbers.label), .text(values.joined(separator: ", ")), .text(numbers.source)])
    }
    return
      "<h2>Published numbers</h2>\n<p class=\"soft\">Of other models and tasks; only their direction can be "
      + "compared.</p>\n\(table.html())"
  }

  private var controls: String {
    if results.controls.isEmpty { return "" }
    let items = results.controls.map { "<li>\(HTMLText.escaped($0))</li>" }
    return "<h2>Controls</h2>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>\n"
  }

  private var amounts: String {
    var table = HTMLTable(["arm", "starts from", "steps", "target tokens"], numbersFrom: 2)
    for arm in results.arms {
      let cells = StudyText.amounts(arm)
      table.add(cells.enumerated().map { $0 < 2 ? HTMLTable.Cell.text($1) : .number($1) })
    }
    return "<h2>Amounts</h2>\n<p class=\"soft\">What each run was trained on.</p>\n\(table.html())"
  }

  private var runs: String {
    var table = HTMLTable(["run", "state", "step measured", "command"], isWide: true)
    for arm in results.arms {
      for run in arm.runs {
        let step = run.scores.values.map(\.step).min()
        table.add([
          .text("\(arm.name)/\(StudyFolder.runName(seed: run.seed))"), .text(run.state),
          step.map { .step($0) } ?? .text("-"), .text(run.command),
        ])
      }
    }
    return
      "<h2>Runs</h2>\n<p>Again: <code>\(HTMLText.escaped(StudyText.command(results)))</code></p>\n\(table.html())"
  }

  private var machines: String {
    "<p class=\"soft\">\(results.machines.map(HTMLText.escaped).joined(separator: "<br>\n"))</p>\n"
  }

  private var times: String {
    var table = HTMLTable(["run", "time", "processor"], numbersFrom: 1)
    for run in results.times.wall.keys.sorted() {
      table.add([
        .text(run), .number(NumberText.duration(results.times.wall[run] ?? 0)),
        .number(NumberText.duration(results.times.processor[run] ?? 0)),
      ])
    }
    return
      "<section id=\"times\"><h2>Time</h2>\n<p>\(StudyText.times(results.times))</p>\n\(table.html())</section>\n"
  }
}
