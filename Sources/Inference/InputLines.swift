import Diagnostics
import Foundation
import JSON

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
