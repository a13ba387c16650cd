import Diagnostics
import Foundation
import Runs
import Storage
import Text

/// Writes the console's lines to `log.txt`, after those that are there; tables of evaluations have every task.
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
