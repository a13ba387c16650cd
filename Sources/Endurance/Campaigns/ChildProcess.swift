import Foundation

/// The command as a process of its own, whose output is kept in files.
final class ChildProcess {
  private let process = Process()
  private let log: String

  /// Starts the command.
  /// - Parameter log: the path of a new file for what it writes.
  init(_ binary: String, _ arguments: [String], log: String) throws {
    self.log = log
    try Data().write(to: URL(fileURLWithPath: log))
    let output = FileHandle(forWritingAtPath: log)
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try output?.close()
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// Ends it without warning.
  /// - Returns: whether it was still running.
  func kill() -> Bool {
    Foundation.kill(identifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// Waits for its end.
  /// - Throws: `EnduranceFailure` with what it wrote where it did not end well.
  func finish() throws {
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return }
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    throw EnduranceFailure(
      problem: "the command ended with \(process.terminationStatus): \(text.suffix(2_000))")
  }
}

/// What an endurance test did not find as it must be.
package struct EnduranceFailure: Error, CustomStringConvertible {
  /// What is wrong.
  package let problem: String
  /// The same.
  package var description: String { problem }
}
