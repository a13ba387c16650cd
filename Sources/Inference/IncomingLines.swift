import Diagnostics
import Foundation
import JSON

/// The lines of standard input as they come in: from a file, from a program that writes one now and then, or
/// from a terminal.
package struct IncomingLines {
  private static let name = "standard input"
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Where the next line begins, and up to where no end of it has been found.
  private var (start, searched) = (0, 0)
  private var isAtEnd = false

  /// The lines of a descriptor.
  package init(descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

  /// The next line without its end (LF or CR LF), or `nil` after the last.
  /// - Parameter atPause: called when the next line is not there yet, before it is waited for.
  /// - Throws: `FileError.refused`, and what `atPause` throws.
  package mutating func next(atPause: () throws -> Void = {}) throws -> String? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return line(upTo: end) }
      searched = buffer.count
      if isAtEnd { return start < buffer.count ? line(upTo: buffer.count) : nil }
      if !isReady { try atPause() }
      try fill()
    }
  }

  private mutating func line(upTo end: Int) -> String {
    var bytes = buffer[start..<end]
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    start = min(end + 1, buffer.count)
    searched = start
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether something can be read without waiting, be it the end.
  private var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  private mutating func fill() throws {
    buffer.removeFirst(start)
    (start, searched) = (0, searched - start)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 {
        let reason = String(cString: strerror(errno))
        throw FileError.refused(path: Self.name, operation: "read", reason: reason)
      }
      isAtEnd = count == 0
      buffer += piece[..<count]
      return
    }
  }
}

/// The lines of a JSON Lines file, or of standard input.
package enum InputLines {
  /// The path that stands for standard input.
  package static let standardInput = "-"

  /// Gives every object to `body`, in order; blank lines are skipped.
  /// - Parameter atPause: called when the next line of standard input is not there yet.
  /// - Throws: `FileError`, `JSONError`, and what the closures throw.
  package static func readObjects(
    _ path: String, atPause: () throws -> Void = {}, _ body: (JSONObject) throws -> Void
  ) throws {
    guard path == standardInput else {
      return try JSONDocument.readLines(path, what: "input file") { try body($0.object()) }
    }
    var number = 0
    try readTexts(atPause: atPause) { line in
      number += 1
      if line.allSatisfy(\.isWhitespace) { return }
      try body(JSONDocument.parse(line.utf8, file: "standard input", firstLine: number).object())
    }
  }

  /// Gives every line of standard input to `body`, in order.
  /// - Parameter atPause: called when the next line is not there yet.
  /// - Throws: `FileError`, and what the closures throw.
  package static func readTexts(
    atPause: () throws -> Void = {}, _ body: (String) throws -> Void
  ) throws {
    var lines = IncomingLines()
    while let line = try lines.next(atPause: atPause) { try body(line) }
  }
}
