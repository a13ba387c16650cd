import Diagnostics
import Foundation
import Runs
import Storage
import Text

/// Tells a person at the terminal how the run goes.
///
/// Every event that says something is a line, an evaluation also a table of clusters; on a terminal, a bar
/// below the lines shows the steps and evaluations in between.
package final class ConsoleReporter: TrainingListener {
  private let console: Console
  private var lines = LogLines(evaluationsBy: .cluster)
  private var steps = 0

  /// A reporter that tells `console`.
  package init(_ console: Console = .standardError) { self.console = console }

  /// Writes the lines of `event`, and draws the bar anew.
  package func receive(_ event: TrainingEvent) {
    if case .runStarted(let summary) = event { steps = summary.arithmetic.steps }
    console.tell(PageWidth.$current.withValue(console.page) { lines.lines(for: event) })
    switch event {
    case .progress(let progress): console.show(progress)
    case .stepCompleted(let metrics) where metrics.step < steps: console.show(bar(metrics))
    case .stepCompleted, .runFinished: console.eraseBar()
    default: break
    }
  }

  private func bar(_ metrics: StepMetrics) -> ProgressLine {
    var figures = [
      "\(metrics.step)/\(steps)", "loss \(NumberText.fixed(lines.window.recentLoss, 3))",
      "eta \(lines.remaining(after: metrics.step))", "\(NumberText.short(metrics.tokensPerSecond)) tok/s",
    ]
    if let norm = metrics.gradientNorm { figures.append("norm \(NumberText.fixed(norm, 2))") }
    return ProgressLine(share: Double(metrics.step) / Double(max(1, steps)), figures: figures)
  }
}

/// Writes the console's lines to `log.txt`, after those that are there; tables of evaluations have every
/// task.
package final class LogFileReporter: TrainingListener {
  private let file: GrowingFile
  private let path: String
  private let wasEmpty: Bool
  /// That there was no log from before.
  package private(set) var findings: [String] = []
  private var lines = LogLines(evaluationsBy: .task)

  /// A reporter for the run in `folder`.
  /// - Throws: `FileError.refused`.
  package init(_ folder: RunFolder) throws {
    try folder.create(folder.path)
    path = folder.logFile
    file = try GrowingFile(path)
    wasEmpty = file.isEmpty
  }

  /// Writes the lines of `event`.
  /// - Throws: `FileError.refused`.
  package func receive(_ event: TrainingEvent) throws {
    if case .runStarted(let summary) = event, let step = summary.resumedFromStep, wasEmpty {
      findings = ["\(path) was missing: what was told up to step \(step) is gone"]
    }
    let text = PageWidth.$current.withValue(.unlimited) { lines.lines(for: event) }
    if !text.isEmpty { try file.append(text.map { VisibleText.message($0) + "\n" }.joined().utf8) }
  }
}
