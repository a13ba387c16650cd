import Foundation
import JSON
import Runs

/// How far a run at work has come, read from its metrics.
package struct RunProgress: Sendable, Equatable {
  /// The last step that is done.
  package let step: Int
  /// All steps; `nil` where the recipe counts them as epochs.
  package let steps: Int?
  /// Cross-entropy per target token of that step, in nats.
  package let loss: Double?

  /// The last line of a metrics file is found within so many bytes of its end.
  private static let tail: UInt64 = 16_384

  /// The progress of a run; `nil` before its first step.
  package init?(of run: StudyRun) {
    guard let file = FileHandle(forReadingAtPath: run.folder.metricsFile) else { return nil }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd() else { return nil }
    try? file.seek(toOffset: size - min(size, Self.tail))
    guard let data = try? file.readToEnd() else { return nil }
    let lines = data.split(separator: UInt8(ascii: "\n"))
    // A line may be half written, and the first one half read.
    for line in lines.reversed() {
      guard let row = try? JSONDocument.parse(line, file: "").object(),
        (try? row["event"]?.string()) == "step", let step = try? row["step"]?.integer()
      else { continue }
      self.step = step
      steps = run.loaded.recipe.train.stepSetting
      loss = try? row["loss"]?.double()
      return
    }
    return nil
  }

  /// In words: `step 120/2,000, loss 1.234`.
  package var words: String {
    "step \(step.withGroupedDigits)" + (steps.map { "/\($0.withGroupedDigits)" } ?? "")
      + (loss.map { ", loss " + String(format: "%.3f", locale: nil, $0) } ?? "")
  }
}
