import Foundation
import Studies
import Text

/// Several studies on one page for a repository: what came of each at a glance, then each in full, and below
/// them the board of the quick start.
package struct FindingsMarkdown {
  private let studies: [StudyResults]
  private let board: [SpeedrunEntry]
  private let plotFolder: String

  /// A page.
  /// - Parameters:
  ///   - studies: what they have found, in the page's order.
  ///   - board: entries of the quick start's board; none leaves it out.
  ///   - plotFolder: the folder of the plots, from the page.
  package init(_ studies: [StudyResults], board: [SpeedrunEntry] = [], plotFolder: String) {
    self.studies = studies
    self.board = board
    self.plotFolder = plotFolder
  }

  private func markdown(_ results: StudyResults) -> StudyMarkdown {
    StudyMarkdown(results, level: 2, plotPath: { "\(plotFolder)/\(results.name)-\($0).svg" })
  }

  /// The plots: an SVG by the path of its file, from the page.
  package var plots: [(name: String, svg: String)] { studies.flatMap { markdown($0).plots } }

  /// The page's text. All but the lines of times is the same whenever the same runs are looked at.
  package func text() -> String {
    ([opening, summary].joined(separator: "\n\n") + "\n\n"
      + studies.map { markdown($0).text() }.joined(separator: "\n") + boardText)
  }

  private var opening: String {
    """
    # Findings
    Written by `flan-train study --page` from the results of studies that were run, verdicts as they came out; nothing here is \
    written by hand. A study keeps its claim, measures and rules as they were when it was begun, and tells where they were changed.
    """
  }

  private var summary: String {
    var table = MarkdownTable(["study", "claim", "seeds", "verdict"], textColumns: 4)
    for results in studies {
      table.add([
        Markdown.text(results.name), Markdown.text(results.claim), "\(results.seeds.count)",
        "**\(results.outcome.words)**" + (results.isQuick ? " (a quick try)" : ""),
      ])
    }
    return table.text
  }

  private var boardText: String {
    if board.isEmpty { return "" }
    let targets = board.last?.targets.map {
      "\(Markdown.text($0.metric)) of \(NumberText.fixed($0.threshold, 2))"
    }
    var table = MarkdownTable(
      ["commit", "day", "machine", "threads", "time to", "at step", "at the end", "whole run"], textColumns: 3
    )
    for entry in board {
      for (index, target) in entry.targets.enumerated() {
        let isFirst = index == 0
        table.add([
          isFirst ? Markdown.code(entry.commit) : "", isFirst ? entry.day : "",
          isFirst ? Markdown.text(entry.processor) : "", isFirst ? "\(entry.threads)" : "",
          "\(Markdown.text(target.metric)): \(target.seconds.map(NumberText.duration) ?? "not reached")",
          target.step.map(NumberText.grouped) ?? "-", NumberText.score(target.last),
          isFirst ? NumberText.duration(entry.seconds) : "",
        ])
      }
    }
    return
      "\n## The quick start against the clock\nSeconds of steps and evaluations of `make train` up to the first evaluation "
      + "with \((targets ?? []).joined(separator: ", ")); `make speedrun` adds a line.\n\n\(table.text)\n"
  }
}
