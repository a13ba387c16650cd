import Diagnostics
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of a file or of standard input, read a piece at a time: memory grows with the longest line only.
public struct TextLines {
  /// A line.
  public struct Line {
    /// Its bytes, without the line end (a line feed, or a carriage return and a line feed); valid during the
    /// call.
    public let bytes: UnsafeBufferPointer<UInt8>
    /// Its number, from 1.
    public let number: Int
    /// Whether a line end follows; only the last line of a file can lack it.
    public let isEnded: Bool
  }

  /// What messages call standard input.
  public static let standardInputName = "standard input"
  private static let pieceSize = 1 << 18
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The path, or `standard input`.
  public let name: String
  private let path: String?

  /// The lines of the file at `path`; of standard input where it is `nil`.
  public init(path: String?) {
    self.path = path
    name = path ?? Self.standardInputName
  }

  /// Calls `body` with every line, in order.
  /// - Parameter beforeReading: called before each wait for more bytes, so that what was written so far can
  ///   be shown.
  /// - Throws: `FileError`, and what `body` and `beforeReading` throw.
  public func forEach(
    beforeReading: () throws -> Void = {}, _ body: (Line) throws -> Void
  ) throws {
    let descriptor = try open()
    defer { if path != nil { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
    var filled = 0
    var number = 0
    while true {
      try beforeReading()
      if buffer.count - filled < Self.pieceSize {
        buffer.append(contentsOf: repeatElement(0, count: max(Self.pieceSize, buffer.count)))
      }
      let count = try read(descriptor, into: &buffer, at: filled)
      let end = filled + count
      let rest = try buffer.withUnsafeBufferPointer { bytes in
        try eachLine(in: bytes, to: end, searchingFrom: filled, &number, body)
      }
      if count == 0 {
        if rest < end {
          try buffer.withUnsafeBufferPointer { bytes in
            let bytes = UnsafeBufferPointer(rebasing: bytes[rest..<end])
            try body(Line(bytes: bytes, number: number + 1, isEnded: false))
          }
        }
        return
      }
      buffer.withUnsafeMutableBufferPointer { bytes in
        for index in rest..<end { bytes[index - rest] = bytes[index] }
      }
      filled = end - rest
    }
  }

  /// Hands out the lines that end before `end`.
  /// - Returns: where the first line starts that does not.
  private func eachLine(
    in bytes: UnsafeBufferPointer<UInt8>, to end: Int, searchingFrom first: Int, _ number: inout Int,
    _ body: (Line) throws -> Void
  ) throws -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var start = 0
    var search = first
    while search < end, let hit = memchr(base + search, Int32(Self.lineFeed), end - search) {
      let feed = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      let isPair = feed > start && bytes[feed - 1] == Self.carriageReturn
      number += 1
      let line = UnsafeBufferPointer(rebasing: bytes[start..<(isPair ? feed - 1 : feed)])
      try body(Line(bytes: line, number: number, isEnded: true))
      start = feed + 1
      search = start
    }
    return start
  }

  private func open() throws -> Int32 {
    guard let path else { return STDIN_FILENO }
    try InputFile.requireFile(path, what: "text file")
    #if canImport(Glibc)
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #else
      let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #endif
    if descriptor < 0 { throw refusal(errno) }
    return descriptor
  }

  private func read(_ descriptor: Int32, into buffer: inout [UInt8], at start: Int) throws -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        #if canImport(Glibc)
          return Glibc.read(descriptor, base + start, bytes.count - start)
        #else
          return Darwin.read(descriptor, base + start, bytes.count - start)
        #endif
      }
      if count >= 0 { return count }
      if errno != EINTR { throw refusal(errno) }
    }
  }

  private func refusal(_ code: Int32) -> FileError {
    .refused(path: name, operation: "read the text", reason: String(cString: strerror(code)))
  }
}

extension TextLines.Line {
  /// The line as text.
  /// - Parameter name: the file's name, for the message.
  /// - Throws: `TokenizerError.invalidText`.
  public func text(of name: String) throws -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let place = bytes.firstInvalidByte ?? 0
    throw TokenizerError.invalidText(
      location: SourceLocation(file: name, line: number), byte: place + 1, value: bytes[place])
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first byte is that does not belong to valid UTF-8.
  var firstInvalidByte: Int? {
    var position = 0
    while position < count {
      guard let (_, length) = UTF8Decoding.scalar(in: self, at: position) else { return position }
      position += length
    }
    return nil
  }
}
