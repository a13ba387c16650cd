import ByteStreams
import Diagnostics

/// A row of a table.
package struct DelimitedRow {
  /// The line in which it begins, counted from 1.
  package var line: Int
  /// Its fields.
  package var fields: [String]
}

/// The rows of a table with separators, as RFC 4180 has them: a field in quotes may hold separators, line
/// breaks and doubled quotes. Blank lines are passed over; a quote inside a field that does not begin with
/// one is a quote.
package struct DelimitedRows {
  /// How a table is written.
  package struct Dialect {
    /// The byte between fields.
    package var delimiter: UInt8
    /// Whether fields may stand in quotes.
    package var hasQuotes: Bool

    /// A dialect; comma-separated with quotes unless told otherwise.
    package init(delimiter: UInt8 = UInt8(ascii: ","), hasQuotes: Bool = true) {
      self.delimiter = delimiter
      self.hasQuotes = hasQuotes
    }
  }

  private enum State {
    case start, plain, quoted, closed
  }

  private static let quote = UInt8(ascii: "\"")
  private let path: String
  private let dialect: Dialect
  private let limit: Int
  private var text: TextStream
  private var piece: [UInt8] = []
  private var index = 0
  private var line = 1

  /// Opens the table at `path`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`.
  package init(
    path: String, what: String, dialect: Dialect = Dialect(), limit: Int = LineStream.standardLimit
  ) throws {
    text = try TextStream(path: path, what: what)
    self.path = path
    self.dialect = dialect
    self.limit = limit
  }

  /// The next row, or `nil` after the last.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `SourceError`, `TaskDataError.notUTF8`.
  package mutating func next() throws -> DelimitedRow? {
    while true {
      guard let row = try nextLine() else { return nil }
      if row.fields.count > 1 || !row.fields[0].utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return row }
    }
  }

  private mutating func nextByte() throws -> UInt8? {
    if index == piece.count {
      guard let next = try text.next() else { return nil }
      piece = next
      index = 0
    }
    index += 1
    return piece[index - 1]
  }

  private mutating func nextLine() throws -> DelimitedRow? {
    var row = DelimitedRow(line: line, fields: [])
    var field: [UInt8] = []
    var state = State.start
    var quoteLine = line
    var size = 0
    while let byte = try nextByte() {
      size += 1
      if byte == 0 { throw TextFileError.nulByte(location: place(line)) }
      if size > limit {
        if state == .quoted { throw SourceError.unclosedQuote(location: place(quoteLine)) }
        throw TextFileError.lineTooLong(location: place(row.line), limit: limit)
      }
      if state == .quoted {
        if byte == Self.quote {
          state = .closed
          continue
        }
        if byte == 0x0A { line += 1 }
        field.append(byte)
        continue
      }
      switch byte {
      case dialect.delimiter:
        row.fields.append(try string(field))
        field.removeAll(keepingCapacity: true)
        state = .start
      case 0x0A:
        line += 1
        if state != .closed, field.last == 0x0D { field.removeLast() }
        row.fields.append(try string(field))
        return row
      case Self.quote where dialect.hasQuotes && state == .start:
        state = .quoted
        quoteLine = line
      case Self.quote where state == .closed:
        field.append(byte)
        state = .quoted
      default:
        if state == .closed {
          if byte == 0x0D { continue }
          throw SourceError.textAfterQuote(location: place(line))
        }
        field.append(byte)
        state = .plain
      }
    }
    if state == .quoted { throw SourceError.unclosedQuote(location: place(quoteLine)) }
    if size == 0 { return nil }
    row.fields.append(try string(field))
    return row
  }

  private func place(_ line: Int) -> SourceLocation { SourceLocation(file: path, line: line) }

  private func string(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TaskDataError.notUTF8(location: place(line))
    }
    return text
  }
}
