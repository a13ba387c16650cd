import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Reports
import Setup
import Storage
import Text

/// Turns what a verb throws into a message on standard error and an exit code.
enum Outcome {
  /// Runs a verb's work.
  /// - Throws: `ExitCode`, and ArgumentParser's own errors as they are.
  static func of(_ work: () throws -> Void) throws {
    do {
      // Tables on standard output are made to fit its terminal.
      try PageWidth.$current.withValue(.terminal(STDOUT_FILENO), operation: work)
    } catch let error as any UserError {
      printError(error)
      throw ExitCode(error.category.exitCode)
    } catch let error where error is ExitCode || error is CleanExit || error is ValidationError {
      throw error
    } catch {
      printError("error: \(error.localizedDescription)")
      throw ExitCode(FailureCategory.failure.exitCode)
    }
  }

  /// Writes a message to standard error: a line, or several of which the further ones are indented.
  static func printError(_ text: String) { Console.standardError.tell([text]) }

  /// Writes a page to standard error, every line of it for itself.
  static func printErrorPage(_ text: String) {
    Console.standardError.tell(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// Writes an error to standard error; each of several begins a line.
  private static func printError(_ error: any UserError) {
    var messages = (error as? UserErrors)?.errors.map(\.description) ?? [error.description]
    messages[0] = "error: " + messages[0]
    Console.standardError.tell(messages)
  }

  /// Warns on standard error of a run's model that is the one that training started from.
  /// - Throws: what reading the run throws.
  static func warnIfUntrained(_ found: ModelLocator.Found) throws {
    if let warning = try found.untrainedWarning() { printError("warning: \(warning)") }
  }

  /// Writes text to standard output as it comes, without a line's end.
  static func show(_ text: String) { _ = try? isTaken(text.utf8) }

  /// Writes text to standard error, without a line's end.
  static func showAside(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Writes a line to standard output; a reader that has gone away ends the program without noise.
  static func printResult(_ text: String) throws { try write(Data((text + "\n").utf8)) }

  /// Writes a value to standard output as JSON over several lines.
  static func printJSON(_ value: some Encodable) throws {
    let text = String(decoding: try EventCoding.pretty(value), as: UTF8.self)
    try printResult(text.trimmingCharacters(in: .newlines))
  }

  /// Writes text to standard output, of which a reader such as `head` may take as much as it likes: that it
  /// goes away is no failure.
  /// - Parameter isColored: whether the text has the colors of a `SegmentPalette`.
  /// - Throws: `FileError.refused`.
  static func page(_ text: String, isColored: Bool = false) throws {
    signal(SIGPIPE, SIG_IGN)
    _ = try isTaken(text.utf8, isColored: isColored)
  }

  /// Writes bytes to standard output, as `printResult` does.
  /// - Throws: `FileError.refused`, `ExitCode`.
  static func write(_ bytes: some Sequence<UInt8>) throws {
    if try !isTaken(bytes) { throw ExitCode(FailureCategory.inputOutput.exitCode) }
  }

  /// Writes bytes to standard output: as they are, or to a terminal with control characters shown.
  /// - Returns: whether it still has a reader.
  /// - Throws: `FileError.refused`.
  private static func isTaken(
    _ bytes: some Sequence<UInt8>, isColored: Bool = false
  ) throws(FileError) -> Bool {
    Console.standardError.eraseBar()
    var bytes = Array(bytes)
    if isatty(STDOUT_FILENO) == 1 {
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array((isColored ? SegmentPalette.visible(text) : VisibleText.of(text)).utf8)
    }
    let failure = bytes.withUnsafeBytes { bytes -> SystemFailure? in
      systemWrite(bytes, to: STDOUT_FILENO) ? nil : .last
    }
    guard let failure else { return true }
    if failure.code == EPIPE { return false }
    throw .refused(path: "standard output", operation: "write", reason: failure.reason)
  }
}

/// Results that are written to standard output many lines at a time.
struct ResultBuffer {
  private static let size = 1 << 16

  /// What waits to be written.
  var bytes: [UInt8] = []

  /// Ends a line; writes what has come together once it is enough.
  mutating func endLine() throws {
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= Self.size { try flush() }
  }

  /// Writes all that waits.
  mutating func flush() throws {
    if bytes.isEmpty { return }
    try Outcome.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
