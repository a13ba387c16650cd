import ByteStreams
import Commands
import Diagnostics
import Foundation
import JSON
import Storage

/// Writes what a command writes to a file, on whatever thread it comes.
final class CommandOutputWriter: @unchecked Sendable {
  private static let linesBetweenReports = 1_000_000
  private let file: OutputFile
  private let run: CommandRun
  private let report: @Sendable (String) -> Void
  private let lock = NSLock()
  private var summary = OutputSummary()
  private var reported = 0

  init(
    _ path: String, fileSystem: FileSystem, of run: CommandRun, report: @escaping @Sendable (String) -> Void
  ) throws(FileError) {
    file = try OutputFile(creating: path, fileSystem: fileSystem)
    self.run = run
    self.report = report
  }

  @Sendable func write(_ piece: UnsafeRawBufferPointer) throws {
    try lock.withLock {
      try file.write(piece)
      summary.add(piece)
      guard summary.lines - reported >= Self.linesBetweenReports else { return }
      reported = summary.lines
      report("\(summary.lines) lines of \(run.command.text)")
    }
  }

  /// Closes the file.
  func finish() throws -> OutputSummary {
    try lock.withLock {
      try file.close()
      summary.finish()
      return summary
    }
  }
}

/// Checks once that what a command wrote is JSON, before it is kept: what cannot be read would be met again
/// at every start.
struct CommandOutputCheck {
  private let run: CommandRun

  init(_ run: CommandRun) { self.run = run }

  /// - Throws: `CommandError.Cause.malformed`.
  func check(_ path: String) throws {
    do {
      try JSONRecords.forEach(of: path, fields: []) { record in _ = try record.object() }
    } catch is SourceError {
      // It is JSON; which of its lists is meant is for a reader to say.
      return
    } catch let error as any UserError where error is JSONError || error is TextFileError {
      let line = error.location?.line ?? 1
      let cause = CommandError.Cause.malformed(
        line: line, problem: error.problem, text: start(ofLine: line, of: path))
      throw CommandError(cause, of: run.command, at: run.location)
    }
  }

  /// The first letters of a line, for the user to recognize.
  private func start(ofLine number: Int, of path: String) -> String {
    guard var lines = try? LineStream(path: path, what: "output of a command") else { return "" }
    while let line = try? lines.next() {
      if line.number == number { return String(String(decoding: line.bytes, as: UTF8.self).prefix(120)) }
    }
    return ""
  }
}
