import Diagnostics
import Foundation

/// The lines of a text file, one at a time, each at most `limit` bytes long.
///
/// A line ends with LF or CR LF, which are no part of it; the last needs no end.
package struct LineStream {
  /// A line.
  package struct Line: Sendable {
    /// Its number, counted from 1.
    package let number: Int
    /// Its bytes.
    package let bytes: ArraySlice<UInt8>

    /// Whether it holds nothing but spaces and tabs.
    package var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
  }

  /// The longest line that is read unless something else is asked for: 64 MiB.
  package static let standardLimit = 64 << 20

  private var text: TextStream
  private let path: String
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var number = 0
  private var isAtEnd = false

  /// Opens the file at `path`, gzip or not.
  /// - Throws: see `ByteStream.init`.
  package init(path: String, what: String, limit: Int = LineStream.standardLimit) throws {
    text = try TextStream(path: path, what: what)
    self.path = path
    self.limit = limit
  }

  /// The next line, or `nil` after the last.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`.
  package mutating func next() throws -> Line? {
    var searched = start
    while true {
      if let end = Self.newline(in: buffer, from: searched) {
        defer { start = end + 1 }
        return try line(upTo: end)
      }
      if isAtEnd {
        if start == buffer.count { return nil }
        defer { start = buffer.count }
        return try line(upTo: buffer.count)
      }
      if buffer.count - start > limit { throw tooLong }
      searched = buffer.count - start
      try fill()
    }
  }

  /// The next line that is not blank, or `nil` after the last.
  /// - Throws: see `next()`.
  package mutating func nextFilled() throws -> Line? {
    while let line = try next() {
      if !line.isBlank { return line }
    }
    return nil
  }

  private var tooLong: TextFileError {
    .lineTooLong(location: SourceLocation(file: path, line: number + 1), limit: limit)
  }

  private mutating func fill() throws {
    guard let piece = try text.next() else {
      buffer.removeFirst(start)
      start = 0
      isAtEnd = true
      return
    }
    if start > 0 {
      // A new buffer, since the lines that were handed out share the old one.
      buffer = Array(buffer[start...]) + piece
      start = 0
    } else {
      buffer += piece
    }
  }

  private mutating func line(upTo end: Int) throws -> Line {
    var bytes = buffer[start..<end]
    if bytes.count > limit { throw tooLong }
    number += 1
    if bytes.last == 0x0D { bytes.removeLast() }
    let hasNUL = bytes.withUnsafeBytes { memory in
      memory.baseAddress.map { memchr($0, 0, memory.count) != nil } ?? false
    }
    if hasNUL { throw TextFileError.nulByte(location: SourceLocation(file: path, line: number)) }
    return Line(number: number, bytes: bytes)
  }

  private static func newline(in buffer: [UInt8], from start: Int) -> Int? {
    buffer.withUnsafeBytes { memory in
      guard start < memory.count, let base = memory.baseAddress,
        let found = memchr(base + start, 0x0A, memory.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
