import Studies
import Text

/// A study's results as Markdown for a repository, and the plots that it shows, which lie beside it.
package struct StudyMarkdown {
  private let results: StudyResults
  private let level: Int
  private let plotPath: (String) -> String

  /// The page of a study, or a part of a page of several.
  /// - Parameters:
  ///   - level: the level of its first heading.
  ///   - plotPath: the path of a measure's plot, from the page.
  package init(
    _ results: StudyResults, level: Int = 1, plotPath: @escaping (String) -> String = StudyFolder.plotName
  ) {
    self.results = results
    self.level = level
    self.plotPath = plotPath
  }

  /// The plots: an SVG by the path of its file, from the page.
  package var plots: [(name: String, svg: String)] {
    results.measures.compactMap { measure in
      StudyPlot(results, measure: measure.name).map { (plotPath(measure.name), $0.svg()) }
    }
  }

  /// The page's text. All but the line of times is the same whenever the same runs are looked at.
  package func text() -> String {
    let sections =
      ["\(heading(0)) \(Markdown.text(results.title))", opening] + [verdicts]
      + results.measures.map(scores) + [published, list("Controls", results.controls), amounts, commands]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// The marks of a heading so many levels below the first.
  private func heading(_ depth: Int) -> String { String(repeating: "#", count: level + depth) }

  private var opening: String {
    ([
      "Claim: \(Markdown.text(results.claim)) **\(results.outcome.words.capitalizedFirst)**"
        + (results.isQuick ? " (a quick try)." : ".")
    ] + results.about.map(Markdown.text) + StudyText.caution(results).map(Markdown.text)).joined(
      separator: "\n")
  }

  private var verdicts: String {
    var table = MarkdownTable(["verdict on", "measure", "what decided", "seeds x units", ""], textColumns: 5)
    for verdict in results.verdicts {
      table.add([
        Markdown.text(verdict.title), Markdown.text(verdict.measure),
        Markdown.text(StudyText.decision(verdict)),
        StudyText.basis(verdict), "**\(verdict.outcome.words)**",
      ])
    }
    let rules = results.verdicts.map { "- \(Markdown.text($0.title)): \(Markdown.text($0.rule))." }
    return table.text + "\n\nThe rules, written before the runs:\n\n" + rules.joined(separator: "\n")
  }

  private func scores(_ measure: StudyResults.Measure) -> String {
    var table = MarkdownTable(
      ["arm", "mean [95 %]"] + results.seeds.map { "seed \($0)" } + ["loss", "format"])
    for arm in results.measuredArms {
      let estimate = arm.scores[measure.name]?.estimate
      let name = Markdown.text(arm.name) + (arm.about.isEmpty ? "" : ": \(Markdown.text(arm.about))")
      table.add(
        [name, estimate.map(StudyText.estimate) ?? "-"] + StudyText.seeds(arm, measure: measure.name) + [
          NumberText.score(StudyText.mean(arm, measure: measure.name, \.loss)),
          NumberText.score(StudyText.mean(arm, measure: measure.name, \.formatRate)),
        ])
    }
    let plot =
      StudyPlot(results, measure: measure.name) == nil
      ? "" : "\n\n![\(Markdown.text(measure.name)) by arm](\(plotPath(measure.name)))"
    return
      "\(heading(1)) \(Markdown.text(measure.name))\n\(Markdown.text(measure.about)).\(plot)\n\n\(table.text)"
  }

  private var published: String {
    if results.published.isEmpty { return "" }
    let lines = results.published.map { numbers in
      let values = zip(numbers.names, numbers.values).map {
        "\(Markdown.text($0)) \(NumberText.withoutTrailingZeros(NumberText.fixed($1, 2)))"
      }
      return
        "- \(Markdown.text(numbers.label)): \(values.joined(separator: ", ")) (\(Markdown.text(numbers.source)))"
    }
    return
      "\(heading(1)) Published numbers\nOf other models and tasks; only their direction can be compared.\n\n"
      + lines.joined(separator: "\n")
  }

  private func list(_ title: String, _ entries: [String]) -> String {
    entries.isEmpty
      ? "" : "\(heading(1)) \(title)\n" + entries.map { "- \(Markdown.text($0))" }.joined(separator: "\n")
  }

  private var amounts: String {
    var table = MarkdownTable(["arm", "starts from", "steps", "target tokens"], textColumns: 2)
    for arm in results.arms { table.add(StudyText.amounts(arm).map(Markdown.text)) }
    return "\(heading(1)) Amounts\nWhat each run was trained on.\n\n\(table.text)"
  }

  private var commands: String {
    let lines = results.arms.compactMap(\.runs.first).map { "    \($0.command)" }
    return "\(heading(1)) Again\n    \(StudyText.command(results))\n\nmakes, for each seed:\n\n"
      + lines.joined(separator: "\n") + "\n\n"
      + results.machines.map { "- \(Markdown.text($0))" }.joined(separator: "\n")
      + "\n\nTime: \(StudyText.times(results.times))."
  }
}

extension String {
  /// The text with its first letter a capital.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
