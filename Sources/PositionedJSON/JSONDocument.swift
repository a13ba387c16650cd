import Diagnostics
import Foundation

/// Reads JSON text into values that know their place.
///
/// Foundation's decoder gives no line for a value that is valid JSON but wrong for its reader, and accepts
/// duplicate keys; recipes and task files need better. The reader takes RFC 8259 JSON, nothing more, and
/// never traps: nesting deeper than `maximumDepth` is a syntax error.
public enum JSONDocument {
  /// The deepest nesting that is read.
  public static let maximumDepth = 128

  /// Reads and parses the file at `path`.
  /// - Throws: `FileError`, `JSONError`.
  public static func read(_ path: String, what: String) throws -> JSONField {
    try parse(InputFile.read(path, what: what), file: path)
  }

  /// Parses `bytes`.
  /// - Parameters:
  ///   - file: the name for error messages.
  ///   - firstLine: the line number of the first byte, for formats with one JSON value per line.
  /// - Throws: `JSONError`.
  public static func parse(
    _ bytes: some Sequence<UInt8>, file: String, firstLine: Int = 1
  ) throws(JSONError) -> JSONField {
    var parser = JSONParser(bytes: Array(bytes), file: file, line: firstLine)
    return JSONField(node: try parser.parseDocument(), file: file)
  }

  /// Parses JSON Lines: one value per line, blank lines skipped; `body` gets them in order.
  /// - Throws: `FileError`, `JSONError`, and what `body` throws.
  public static func readLines(_ path: String, what: String, _ body: (JSONField) throws -> Void) throws {
    let data = try InputFile.read(path, what: what, memoryMapped: true)
    var line = 0
    for text in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      try body(parse(text, file: path, firstLine: line))
    }
  }
}
