import ByteStreams
import Diagnostics

/// Reads JSON text into values that know their place.
///
/// Foundation's decoder gives no line for a value that is valid JSON but wrong for its reader, and accepts
/// duplicate keys; recipes and task files need better. The reader takes RFC 8259 JSON, nothing more unless its
/// dialect says so, and never traps: nesting deeper than `maximumDepth` is a syntax error.
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
    _ bytes: some Sequence<UInt8>, file: String, firstLine: Int = 1, dialect: JSONDialect = .strict
  ) throws(JSONError) -> JSONField {
    var parser = JSONParser(bytes: Array(bytes), file: file, line: firstLine, dialect: dialect)
    return JSONField(node: try parser.parseDocument(), file: file)
  }

  /// Parses JSON Lines: one value per line, blank lines skipped; `body` gets them in order.
  ///
  /// One line is in memory at a time, so that a file may grow for weeks.
  /// - Throws: `FileError`, `TextFileError`, `GzipError`, `JSONError`, and what `body` throws.
  public static func readLines(_ path: String, what: String, _ body: (JSONField) throws -> Void) throws {
    var lines = try LineStream(path: path, what: what)
    while let line = try lines.nextFilled() {
      try body(parse(line.bytes, file: path, firstLine: line.number))
    }
  }
}

/// Which texts are read as JSON.
public enum JSONDialect: Sendable {
  /// RFC 8259 and nothing more: for files that are written for this program.
  case strict
  /// Also what other programs write in its place, for data as it is found: `NaN` (Python's way to say that a number is
  /// missing) is `null`, `Infinity` and `-Infinity` are numbers, and a comma may stand before a closing bracket.
  case lenient
}
