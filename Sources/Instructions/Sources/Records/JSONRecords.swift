import ByteStreams
import Diagnostics
import JSON

/// Reads task files with many JSON values, one at a time.
enum JSONRecords {
  /// How the examples of a file stand in it. Its content tells, for names say little: people keep lines in
  /// `.json` and arrays in `.jsonl`.
  enum Container: Equatable {
    /// One value to a line.
    case lines
    /// Values that follow one another otherwise.
    case sequence
    /// The elements of the array at the top.
    case array
    /// The elements of the array under a key of the object at the top.
    case member(String)
  }

  /// How much of a file is looked at to tell what it is: 1 MiB.
  private static let startSize = 1 << 20

  /// What the start of a file shows of its build.
  /// - Parameter telling: keys that tell by themselves what the file is.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`.
  static func outline(of path: String, telling: Set<String> = []) throws -> JSONOutline {
    var text = try TextStream(path: path, what: "task file")
    var start: [UInt8] = []
    var isWhole = false
    while start.count < startSize, !isWhole {
      if let piece = try text.next() { start += piece } else { isWhole = true }
    }
    return JSONOutline(of: start, isWhole: isWhole, telling: telling, file: path)
  }

  /// Reads every example of the file, wherever its examples stand.
  /// - Parameter fields: names of fields that an example has: an object with one of them is an example
  ///   itself, whatever lists it holds.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError.severalArrays`, and what
  ///   `body` throws.
  static func forEach(
    of path: String, fields: some Sequence<String>, _ body: (JSONField) throws -> Void
  ) throws {
    switch try outline(of: path).container(fields: Set(fields), file: path) {
    case .lines: try forEachLine(of: path, body)
    case .sequence:
      var text = try TextStream(path: path, what: "task file")
      try JSONDocument.walkSequence(file: path, dialect: .lenient, pieces: { try text.next() }, body)
    case .array: _ = try walk(path, elementsOf: nil, body)
    case .member(let key): _ = try walk(path, elementsOf: key, body)
    }
  }

  /// The values of a JSON Lines file, in order; blank lines are passed over, and so is a comma at a line's
  /// end.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, and what `body` throws.
  private static func forEachLine(of path: String, _ body: (JSONField) throws -> Void) throws {
    var lines = try LineStream(path: path, what: "task file")
    while let line = try lines.nextFilled() {
      var bytes = line.bytes
      if let last = bytes.lastIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }),
        bytes[last] == UInt8(ascii: ",")
      {
        bytes = bytes[..<last]
      }
      try body(JSONDocument.parse(bytes, file: path, firstLine: line.number, dialect: .lenient))
    }
  }

  /// The elements of the array under `key` of a JSON file, or of the array at its top.
  /// - Returns: the value at the top, without the elements.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, and what `body` throws.
  static func walk(
    _ path: String, elementsOf key: String?, _ body: (JSONField) throws -> Void
  ) throws -> JSONField {
    var text = try TextStream(path: path, what: "task file")
    return try JSONDocument.walk(
      elementsOf: key, file: path, dialect: .lenient, pieces: { try text.next() }, body)
  }
}

extension JSONOutline {
  /// Keys under which examples are commonly kept, the likeliest first.
  private static let commonKeys = ["data", "examples", "train", "instances", "records", "rows", "items"]

  /// Where the examples stand.
  /// - Parameter fields: names of fields that an example has.
  /// - Throws: `SourceError.severalArrays` where an object holds several arrays of objects, and no name tells
  ///   which.
  func container(fields: Set<String>, file: String) throws(SourceError) -> JSONRecords.Container {
    switch top {
    case .array: return .array
    case .lines, .other: return .lines
    case .sequence: return .sequence
    case .object:
      let keys = arrays.map(\.key)
      if keys.isEmpty || !fields.isDisjoint(with: self.keys) { return .sequence }
      if keys.count == 1 { return .member(keys[0]) }
      if let common = Self.commonKeys.first(where: keys.contains) { return .member(common) }
      throw .severalArrays(location: SourceLocation(file: file), keys: keys)
    }
  }

  /// The first example, where the start shows it whole.
  /// - Throws: see `container(fields:file:)`.
  func firstRecord(fields: Set<String>, file: String) throws(SourceError) -> JSONField? {
    guard case .member(let key) = try container(fields: fields, file: file) else { return first }
    return arrays.first { $0.key == key }?.first
  }
}
