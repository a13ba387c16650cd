import Foundation
import Training

/// Tells a person at the terminal how the run goes.
///
/// Every event that says something is a line, an evaluation also a table of clusters; on a terminal, a bar below
/// the lines shows the steps in between.
public final class ConsoleReporter: TrainingListener {
  private let write: (String) -> Void
  private let isTerminal: Bool
  private let columns: () -> Int
  private var lines = LogLines(evaluationsBy: .cluster)
  private var steps = 0
  private var secondsSinceDrawing = Double.infinity
  private var isBarDrawn = false

  /// A reporter on standard error, with a bar when that is a terminal.
  public convenience init() {
    let columns = { TerminalWidth.columns(of: STDERR_FILENO) }
    self.init(isTerminal: isatty(STDERR_FILENO) == 1, columns: columns) { text in
      // A closed pipe must not end the run.
      try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
  }

  /// A reporter that gives its text to `write`.
  /// - Parameter columns: how wide the terminal is at the moment.
  public init(
    isTerminal: Bool, columns: @escaping () -> Int = { TerminalWidth.standard },
    write: @escaping (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }

  /// Writes the lines of `event`, and draws the bar anew.
  public func receive(_ event: TrainingEvent) {
    if case .runStarted(let summary) = event { steps = summary.arithmetic.steps }
    let text = lines.lines(for: event)
    if !text.isEmpty {
      eraseBar()
      write(text.joined(separator: "\n") + "\n")
    }
    if isTerminal, case .stepCompleted(let metrics) = event { drawBar(metrics) }
    if case .runFinished = event { eraseBar() }
  }

  private func drawBar(_ metrics: StepMetrics) {
    secondsSinceDrawing += metrics.seconds
    // Ten times a second is enough for the eye.
    if secondsSinceDrawing < 0.1, isBarDrawn { return }
    secondsSinceDrawing = 0
    eraseBar()
    var figures = ["\(metrics.step)/\(steps)", "loss \(NumberText.fixed(lines.window.recentLoss, 3))"]
    if metrics.step < steps { figures.append("eta \(lines.remaining(after: metrics.step))") }
    figures.append("\(NumberText.short(metrics.tokensPerSecond)) tok/s")
    if let norm = metrics.gradientNorm { figures.append("norm \(NumberText.fixed(norm, 2))") }
    let share = steps > 0 ? Double(metrics.step) / Double(steps) : 0
    write(ProgressLine(share: share, figures: figures).text(columns: columns()))
    isBarDrawn = true
  }

  private func eraseBar() {
    if isBarDrawn { write("\r\u{1B}[2K") }
    isBarDrawn = false
  }
}
