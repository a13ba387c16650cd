import Foundation
import Storage
import Training

/// Writes the console's lines to `log.txt`, after those that are there; tables of evaluations have every task.
public final class LogFileReporter: TrainingListener {
  private let file: GrowingFile
  private var lines = LogLines(evaluationsBy: .task)

  /// A reporter for the run in `folder`.
  /// - Throws: `FileError.refused`.
  public init(_ folder: RunFolder) throws {
    try folder.create(folder.path)
    file = try GrowingFile(folder.logFile)
  }

  /// Writes the lines of `event`.
  /// - Throws: `FileError.refused`.
  public func receive(_ event: TrainingEvent) throws {
    let text = lines.lines(for: event)
    if !text.isEmpty { try file.append((text.joined(separator: "\n") + "\n").utf8) }
  }
}
