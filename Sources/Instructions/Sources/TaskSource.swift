import Diagnostics

/// A reader of one kind of task file.
package protocol TaskSource: Sendable {
  /// Whether a task that goes on in the next file of a source is one task; `false` makes two tasks of one
  /// name of it, which is refused.
  var mergesFiles: Bool { get }
  /// Reads the tasks of a file, usually one, and hands their instances to `sink` one by one.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError`, `TaskDataError`,
  ///   `TemplateError`, with file, line and field; what the sink throws.
  func read(_ path: String, into sink: inout some TaskSink) throws
}

extension TaskSource {
  /// Files are tasks of their own.
  package var mergesFiles: Bool { false }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first),
      (0x21..<0x7F).contains(last)
    {
      return self
    }
    let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    guard let first = unicodeScalars.firstIndex(where: { !isBlank($0) }),
      let last = unicodeScalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(unicodeScalars[first...last])
  }

  /// The text without white space at its ends, or `nil` when there is nothing else.
  var trimmedOrNil: String? {
    let text = trimmed
    return text.isEmpty ? nil : text
  }

  /// The text with newlines where the two characters `\n` stand.
  var unescaped: String {
    utf8.contains(UInt8(ascii: "\\")) ? replacing("\\n", with: "\n") : self
  }
}

/// The ids of a file's instances, to find those that stand twice.
///
/// Hashes of the first million are kept, so that memory does not grow with the file.
struct InstanceIDs {
  private static let limit = 1 << 20
  private var lines: [UInt64: Int] = [:]

  /// - Throws: `SourceError.duplicateID`.
  mutating func check(_ instance: Instance, ofTask task: Int, at location: SourceLocation) throws {
    guard let id = instance.id, lines.count < Self.limit else { return }
    var hash = StableHash()
    hash.combine(UInt64(truncatingIfNeeded: task))
    hash.combine(id)
    if let first = lines.updateValue(location.line ?? instance.line, forKey: hash.value) {
      throw SourceError.duplicateID(location: location, id: id, firstLine: first)
    }
  }
}
