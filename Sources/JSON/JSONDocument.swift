import ByteStreams
import Diagnostics

/// Reads JSON text into values that know their place.
///
/// Foundation's decoder gives no line for a value that is valid JSON but wrong for its reader, and accepts
/// duplicate keys; recipes and task files need better. The reader takes RFC 8259 JSON, nothing more unless
/// its dialect says so, and never traps: nesting deeper than `maximumDepth` is a syntax error.
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
  /// Also what other programs write in its place, for data as it is found: `NaN` (Python's way to say that a
  /// number is missing) is `null`, `Infinity` and `-Infinity` are numbers, and a comma may stand before a
  /// closing bracket.
  case lenient
}

extension JSONDocument {
  /// The most bytes of one element, or of one member beside the array, that `walk` reads: 64 MiB.
  public static let standardElementLimit = 64 << 20

  /// Reads a JSON text whose bulk is one long array, element by element, in a memory that does not grow with
  /// it.
  ///
  /// The array is the member `key` of the object at the top, or the value at the top itself. The elements are
  /// handed to `body` in order, each as a tree of its own with its place in the whole text; what else the
  /// object holds is returned.
  /// - Parameters:
  ///   - key: the array's key; `nil` for an array at the top.
  ///   - file: the name for error messages.
  ///   - limit: the most bytes of an element, and of each other member.
  ///   - dialect: which texts are JSON.
  ///   - pieces: gives the text's bytes piece by piece, `nil` at the end; no piece is empty.
  /// - Returns: the value at the top. The array that was walked stands in it as an empty one; where `key`
  ///   holds something else than an array, or the top is no object, it is there as it was read.
  /// - Throws: `JSONError`, and what `pieces` and `body` throw. `body` may have been called before.
  public static func walk(
    elementsOf key: String?, file: String, limit: Int = standardElementLimit, dialect: JSONDialect = .strict,
    pieces: @escaping () throws -> [UInt8]?, _ body: (JSONField) throws -> Void
  ) throws -> JSONField {
    var cursor = JSONCursor(file: file, limit: limit, dialect: dialect, pieces: pieces)
    try cursor.skipWhitespace()
    let (line, column) = (cursor.line, cursor.column)
    let content: JSONNode.Content
    switch (try cursor.peek(), key) {
    case (UInt8(ascii: "{"), .some(let key)):
      content = .object(try cursor.walkObject(key: key, body))
    case (UInt8(ascii: "["), nil):
      try cursor.walkArray(path: "", depth: 1, body)
      content = .array([])
    default: content = try cursor.value(depth: 0).content
    }
    try cursor.skipWhitespace()
    if try cursor.peek() != nil { throw cursor.syntaxError(expected: "the end of the file") }
    return JSONField(node: JSONNode(content: content, line: line, column: column), file: file)
  }

  /// Reads JSON values that follow one another, each as a tree of its own with its place in the whole text.
  /// - Parameters:
  ///   - limit: the most bytes of a value.
  ///   - pieces: gives the text's bytes piece by piece, `nil` at the end; no piece is empty.
  /// - Throws: `JSONError`, and what `pieces` and `body` throw. `body` may have been called before.
  public static func walkSequence(
    file: String, limit: Int = standardElementLimit, dialect: JSONDialect = .strict,
    pieces: @escaping () throws -> [UInt8]?, _ body: (JSONField) throws -> Void
  ) throws {
    var cursor = JSONCursor(file: file, limit: limit, dialect: dialect, pieces: pieces)
    try cursor.walkSequence(body)
  }
}
