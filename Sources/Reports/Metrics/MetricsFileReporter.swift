import Diagnostics
import Foundation
import Storage
import Training

/// Writes every step and evaluation to `metrics.jsonl` and `metrics.csv`.
///
/// When a run starts, rows later than the step that it goes on from are cut off (`MetricsFiles.cutBack`), so that
/// the files of a resumed run equal a straight run's in everything but `seconds` and `tokensPerSecond`. Whenever
/// a checkpoint has been saved, the rows up to it are forced to the disk.
public final class MetricsFileReporter: TrainingListener {
  private let folder: RunFolder
  private var lines: GrowingFile?
  private var table: GrowingFile?

  /// A reporter for the run in `folder`.
  public init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the row of `event`.
  /// - Throws: `FileError`.
  public func receive(_ event: TrainingEvent) throws {
    switch event {
    case .runStarted(let summary): try start(resumedFromStep: summary.resumedFromStep)
    case .stepCompleted(let metrics):
      try lines?.append(MetricsRow.line(metrics))
      try table?.append(MetricsRow.csv(metrics))
    case .evaluationCompleted(let summary):
      try lines?.append(MetricsRow.line(summary))
      try table?.append(MetricsRow.csv(summary))
    case .stepSizes(let step, let updates):
      try lines?.append(MetricsRow.line(step: step, updates: updates))
    case .spikeFound(let spike): try lines?.append(MetricsRow.line(spike))
    case .checkpointSaved, .runFinished:
      try lines?.synchronize()
      try table?.synchronize()
    case .evaluationStarted, .bestUpdated, .examplesCounted, .message: break
    }
  }

  private func start(resumedFromStep step: Int?) throws {
    try MetricsFiles.cutBack(folder, to: step)
    lines = try GrowingFile(folder.metricsFile)
    let table = try GrowingFile(folder.metricsTableFile)
    if table.isEmpty { try table.append((MetricsRow.header.joined(separator: ",") + "\n").utf8) }
    self.table = table
  }
}

/// Writes the summary of every evaluation to `eval/step-…/summary.json`.
public final class EvaluationFileReporter: TrainingListener {
  private let folder: RunFolder

  /// A reporter for the run in `folder`.
  public init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the summary of a completed evaluation.
  /// - Throws: `FileError.refused`.
  public func receive(_ event: TrainingEvent) throws {
    guard case .evaluationCompleted(let summary) = event else { return }
    try folder.create(folder.evaluationFolder(step: summary.step))
    try AtomicFile.write(EventCoding.pretty(summary), to: folder.evaluationSummaryFile(step: summary.step))
  }
}
