import Runs
import Storage

/// Keeps `report.html` up to date: it is written at the start, anew after every evaluation, and at the end. Until then a browser
/// that shows it loads it again from time to time.
///
/// It reads the run's other files, so it must come after those that write them in the list of listeners.
package final class HTMLReporter: TrainingListener {
  private let folder: RunFolder

  /// A reporter for the run in `folder`.
  package init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the page at the start, after an evaluation and at the end.
  /// - Throws: `FileError`, and what `ReportPage.init` throws.
  package func receive(_ event: TrainingEvent) throws {
    switch event {
    case .runStarted, .evaluationCompleted: try write(isLive: true)
    case .runFinished: try write(isLive: false)
    default: break
    }
  }

  private func write(isLive: Bool) throws {
    try folder.write(ReportPage(folder, isLive: isLive).html().utf8, to: folder.reportFile)
  }
}
