import Diagnostics

/// The bytes of a UTF-8 text file in pieces, without a byte-order mark.
///
/// Lines that end with CR alone, as on old Macs, end with LF instead.
///
/// That the bytes are UTF-8 is for whoever makes strings of them to check; here only a byte-order mark of
/// another encoding is refused.
package struct TextStream {
  private var bytes: ByteStream
  private let path: String
  private var isAtStart = true
  private var endsLinesWithReturns = false

  /// Opens the file at `path`, gzip or not.
  /// - Throws: see `ByteStream.init`.
  package init(path: String, what: String) throws {
    bytes = try ByteStream(path: path, what: what)
    self.path = path
  }

  /// The next bytes, or `nil` after the last.
  /// - Throws: `FileError`, `GzipError`, `TextFileError.encoding`.
  package mutating func next() throws -> [UInt8]? {
    guard isAtStart else {
      let piece = try bytes.next()
      return endsLinesWithReturns ? piece.map(Self.withNewlines) : piece
    }
    isAtStart = false
    var start: [UInt8] = []
    while start.count < 4, let piece = try bytes.next() { start += piece }
    let marks: [(bytes: [UInt8], name: String)] = [
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"),
      ([0xFE, 0xFF], "UTF-16"),
    ]
    if let mark = marks.first(where: { start.starts(with: $0.bytes) }) {
      throw TextFileError.encoding(path: path, name: mark.name)
    }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start.removeFirst(3) }
    // A CR at the very end may be half of a CR LF.
    endsLinesWithReturns = !start.contains(0x0A) && start.dropLast().contains(0x0D)
    if endsLinesWithReturns { start = Self.withNewlines(start) }
    return start.isEmpty ? nil : start
  }

  private static func withNewlines(_ bytes: [UInt8]) -> [UInt8] { bytes.map { $0 == 0x0D ? 0x0A : $0 } }
}

/// What can be wrong with a text file before its format is looked at.
package enum TextFileError: UserError, Equatable {
  /// The file is in another encoding than UTF-8, as its first bytes say.
  case encoding(path: String, name: String)
  /// A NUL byte, which no text has.
  case nulByte(location: SourceLocation)
  /// A line is longer than any example can be.
  case lineTooLong(location: SourceLocation, limit: Int)

  /// All are errors in data.
  package var category: FailureCategory { .data }

  /// The file and line.
  package var location: SourceLocation? {
    switch self {
    case .encoding(let path, _): SourceLocation(file: path, line: 1)
    case .nulByte(let location), .lineTooLong(let location, _): location
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .encoding(_, let name): "is \(name) text but must be UTF-8"
    case .nulByte: "holds a NUL byte, which text never does"
    case .lineTooLong(_, let limit): "is longer than \(limit >> 20) MiB, more than an example can be"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .encoding(_, let name): "Convert it, for example with 'iconv -f \(name) -t UTF-8'."
    case .nulByte: "If the file is UTF-16, convert it to UTF-8; else it is no text file."
    case .lineTooLong: "Check that the file has line breaks, and that it is of the kind that it is read as."
    }
  }
}
