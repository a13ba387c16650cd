import Diagnostics
import Foundation
import JSON
import Runs
import Storage

/// Writes every step and evaluation to `metrics.jsonl` and `metrics.csv`.
///
/// When a run starts, rows later than the step that it goes on from are cut off (`MetricsFiles.cutBack`), so
/// that the files of a resumed run equal a straight run's in everything but `seconds` and `tokensPerSecond`;
/// rows that are missing are written again where that is possible (`MetricsRepair`). Whenever a checkpoint
/// has been saved, the rows up to it are forced to the disk.
package final class MetricsFileReporter: TrainingListener {
  private let folder: RunFolder
  private var lines: GrowingFile?
  private var table: MetricsTable?
  /// Rows of the steps before that were not there.
  package private(set) var findings: [String] = []

  /// A reporter for the run in `folder`.
  package init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the row of `event`.
  /// - Throws: `FileError`.
  package func receive(_ event: TrainingEvent) throws {
    switch event {
    case .runStarted(let summary): try start(summary)
    case .stepCompleted(let metrics):
      try lines?.append(MetricsRow.line(metrics))
      try table?.append(MetricsRow.cells(metrics))
    case .evaluationCompleted(let summary):
      try lines?.append(MetricsRow.line(summary))
      try table?.append(MetricsRow.cells(summary))
    case .stepSizes(let step, let updates):
      try lines?.append(MetricsRow.line(step: step, updates: updates))
    case .spikeFound(let spike): try lines?.append(MetricsRow.line(spike))
    case .checkpointSaved, .runFinished:
      try lines?.synchronize()
      try table?.synchronize()
    case .progress, .evaluationStarted, .bestUpdated, .examplesCounted, .message: break
    }
  }

  private func start(_ summary: RunSummary) throws {
    try MetricsFiles.cutBack(folder, to: summary.resumedFromStep)
    if let step = summary.resumedFromStep {
      findings = try MetricsRepair(folder, through: step, repairs: true).findings
    }
    lines = try GrowingFile(folder.metricsFile, fileSystem: folder.fileSystem)
    table = try MetricsTable(folder, columns: MetricsRow.columns(suites: summary.suites))
  }
}

/// Writes the summary of every evaluation to `eval/step-…/summary.json`.
package final class EvaluationFileReporter: TrainingListener {
  private let folder: RunFolder

  /// A reporter for the run in `folder`.
  package init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the summary of a completed evaluation.
  /// - Throws: `FileError.refused`.
  package func receive(_ event: TrainingEvent) throws {
    guard case .evaluationCompleted(let summary) = event else { return }
    try folder.create(folder.evaluationFolder(step: summary.step))
    try folder.write(EventCoding.pretty(summary), to: folder.evaluationSummaryFile(step: summary.step))
  }
}
