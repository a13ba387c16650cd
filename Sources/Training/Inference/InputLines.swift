import Diagnostics
import Foundation
import PositionedJSON

/// The objects of a JSON Lines file, or of standard input.
public enum InputLines {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// Gives every object to `body`, in order; blank lines are skipped.
  /// - Throws: `FileError`, `JSONError`, and what `body` throws.
  public static func readObjects(_ path: String, _ body: (JSONObject) throws -> Void) throws {
    guard path == standardInput else {
      return try JSONDocument.readLines(path, what: "input file") { try body($0.object()) }
    }
    var number = 0
    while let line = readLine() {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      try body(JSONDocument.parse(line.utf8, file: "standard input", firstLine: number).object())
    }
  }
}
