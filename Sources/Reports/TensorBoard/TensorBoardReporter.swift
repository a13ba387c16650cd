import Diagnostics
import Evaluation
import Foundation
import Instructions
import Runs
import Storage

/// Writes scalars, sample answers and histograms of update sizes for TensorBoard to `tb/`, one file for each
/// time that the run is started or resumed.
package final class TensorBoardReporter: TrainingListener {
  private let folder: RunFolder
  private let now: () -> Double
  private var file: GrowingFile?
  /// That there were no files from before.
  package private(set) var findings: [String] = []

  /// A reporter for the run in `folder`.
  /// - Parameter now: seconds since 1970, which TensorBoard shows as the time of each value.
  package init(_ folder: RunFolder, now: @escaping () -> Double = { Date().timeIntervalSince1970 }) {
    self.folder = folder
    self.now = now
  }

  /// Writes what `event` says.
  /// - Throws: `FileError.refused`.
  package func receive(_ event: TrainingEvent) throws {
    switch event {
    case .runStarted(let summary): try start(after: summary.resumedFromStep)
    case .stepCompleted(let metrics): try write(scalars(metrics), step: metrics.step)
    case .evaluationCompleted(let summary):
      try write(
        scalars(summary) + MetricsRow.suiteScores(summary).map { ($0.name, $0.value) }, step: summary.step)
      for (tag, text) in Self.samples(summary) {
        try append(EventMessage.text(tag, text, step: summary.step, time: now()))
      }
    case .stepSizes(let step, let updates):
      let order = updates.sorted { $0.key < $1.key }
      try write(order.map { ("stepSize/\($0.key)", $0.value) }, step: step)
      if let histogram = ValueHistogram(order.map(\.value)) {
        try append(EventMessage.histogram("stepSizes/tensors", histogram, step: step, time: now()))
      }
    case .checkpointSaved, .runFinished: try file?.synchronize()
    case .progress, .evaluationStarted, .bestUpdated, .spikeFound, .examplesCounted, .message: break
    }
  }

  /// TensorBoard reads the files of a folder in the order of their names, so the name begins with the time,
  /// or where the clock has been set back with that of the latest file.
  private func start(after step: Int?) throws {
    let time = now()
    let earlier = Self.times(in: folder.tensorBoardFolder)
    if let step, earlier.isEmpty {
      findings = ["\(folder.tensorBoardFolder) had no files: TensorBoard shows nothing up to step \(step)"]
    }
    let latest = earlier.max() ?? 0
    let seconds = String(Int(max(Double(latest), min(time, 9_999_999_999))))
    let stamp = String(repeating: "0", count: 10 - seconds.count) + seconds
    let base = "\(folder.tensorBoardFolder)/events.out.tfevents.\(stamp).flan-train"
    var number = 0
    while FileManager.default.fileExists(atPath: "\(base).\(number)") { number += 1 }
    try folder.create(folder.tensorBoardFolder)
    let file = try GrowingFile("\(base).\(number)")
    self.file = file
    try append(EventMessage.version(time: time))
    try append(EventMessage.sessionStart(step: step.map { $0 + 1 } ?? 0, time: time))
  }

  /// The times in the names of a folder's files.
  private static func times(in folder: String) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      let parts = name.split(separator: ".")
      let isEventFile = name.hasPrefix("events.out.tfevents.") && parts.count > 3 && parts[3].count == 10
      return isEventFile ? Int(parts[3]) : nil
    }
  }

  private func write(_ values: [(tag: String, value: Double)], step: Int) throws {
    if values.isEmpty { return }
    // A tag is a name on a line of its own.
    let tagged = values.map { (tag: VisibleText.line($0.tag), value: $0.value) }
    try append(EventMessage.scalars(tagged, step: step, time: now()))
  }

  private func append(_ message: [UInt8]) throws { try file?.append(RecordFrame.framed(message)) }

  /// Decoded answers beside what they should be, as Markdown: one text for each format.
  private static func samples(_ summary: EvaluationSummary) -> [(tag: String, text: String)] {
    PromptFormat.allCases.compactMap { format in
      let samples = summary.samples.filter { $0.format == format }
      if samples.isEmpty { return nil }
      let texts = samples.map { sample in
        "**\(VisibleText.line(sample.task))**: \(sample.isCorrect ? "right" : "wrong")\n\n"
          + quoted(sample.prompt)
          + "\n\nreference\n\n"
          + quoted(sample.reference) + "\n\nanswer\n\n" + quoted(sample.answer)
      }
      return ("answers/\(format.rawValue)", texts.joined(separator: "\n\n---\n\n"))
    }
  }

  /// Text that Markdown shows as it is: indented by four spaces.
  private static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
  }

  private func scalars(_ metrics: StepMetrics) -> [(tag: String, value: Double)] {
    let values: [(String, Double?)] = [
      ("train/loss", metrics.loss), ("train/zLoss", metrics.zLoss),
      ("train/learningRate", metrics.learningRate),
      ("train/gradientNorm", metrics.gradientNorm), ("train/updateRMS", metrics.updateRMS),
      ("train/targetTokens", Double(metrics.targetTokens)), ("train/inputFill", metrics.inputFill),
      ("train/targetFill", metrics.targetFill), ("speed/tokensPerSecond", metrics.tokensPerSecond),
      ("speed/secondsPerStep", metrics.seconds),
    ]
    return values.compactMap { tag, value in value.map { (tag, $0) } }
  }

  private func scalars(_ summary: EvaluationSummary) -> [(tag: String, value: Double)] {
    summary.groups.flatMap { group in
      MetricsRow.scores(group).compactMap { name, value in
        value.map { ("\(group.name.rawValue)/\(name)", $0) }
      }
        + EvaluationTextTable.rows(of: group, by: .task).compactMap { row in
          row.all.exactMatch.map { ("\(group.name.rawValue)Tasks/\(row.name)", $0) }
        }
        + EvaluationTextTable.rows(of: group, by: .task).compactMap { row in
          // Of tasks whose own metric says more than exact match does.
          row.all.metrics == [.exactMatch]
            ? nil : row.all.score.map { ("\(group.name.rawValue)TaskScores/\(row.name)", $0) }
        }
    }
  }
}
