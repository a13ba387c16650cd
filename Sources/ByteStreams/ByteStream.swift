import Diagnostics
import Foundation
import Synchronization

/// The bytes of a file in pieces, in a memory that does not grow with it; gzip files are inflated on the way.
///
/// Whether a file is gzip is told from its first two bytes; a name that ends in `.gz` promises that it is.
package struct ByteStream {
  private static let pieceSize = 1 << 18
  private let path: String
  private let what: String
  private let handle: FileHandle
  private var inflater: Inflater?
  /// Compressed bytes that have been read and not yet inflated.
  private var waiting: ArraySlice<UInt8> = []
  /// How many bytes of the file lie before `waiting`.
  private var offset = 0
  private var first: [UInt8]?

  /// Opens the file at `path`.
  /// - Parameter what: what the file is to the user, for messages.
  /// - Throws: `FileError`, `GzipError.notGzip`.
  package init(path: String, what: String) throws {
    try InputFile.requireFile(path, what: what)
    try Self.refusePipe(path, what: what)
    self.path = path
    self.what = what
    do {
      handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw FileError.refused(path: path, operation: "read the \(what)", reason: error.localizedDescription)
    }
    let start = try readPiece() ?? []
    if start.starts(with: [0x1F, 0x8B]) {
      inflater = Inflater()
      waiting = start[...]
    } else if path.hasSuffix(".gz") {
      throw GzipError.notGzip(path: path)
    } else {
      first = start
    }
  }

  /// Opening a pipe that nobody writes to would wait for ever.
  private static func refusePipe(_ path: String, what: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO { throw .pipe(path: path, what: what) }
  }

  /// The next bytes, or `nil` after the last.
  /// - Throws: `FileError`, `GzipError`.
  package mutating func next() throws -> [UInt8]? {
    if let piece = first {
      first = nil
      return piece.isEmpty ? nil : piece
    }
    guard let inflater else { return try readPiece() }
    while true {
      if waiting.isEmpty {
        guard let piece = try readPiece() else {
          if !inflater.isAtEndOfMember { throw GzipError.cut(path: path, offset: offset) }
          return nil
        }
        waiting = piece[...]
      }
      if inflater.isAtEndOfMember, try isPadding() { return nil }
      let step: Inflater.Step
      do {
        step = try inflater.inflate(waiting)
      } catch {
        throw GzipError.damaged(path: path, offset: offset + error.consumed, reason: error.reason)
      }
      consume(step.consumed)
      if !step.output.isEmpty { return step.output }
    }
  }

  private mutating func consume(_ count: Int) {
    waiting = waiting.dropFirst(count)
    offset += count
  }

  /// Whether nothing but zero bytes follows, as tapes and some copies leave behind.
  private mutating func isPadding() throws -> Bool {
    guard let byte = waiting.first else { return false }
    if byte == 0x1F { return false }
    if byte != 0 { throw GzipError.trailingBytes(path: path, offset: offset) }
    while true {
      if let index = waiting.firstIndex(where: { $0 != 0 }) {
        throw GzipError.trailingBytes(path: path, offset: offset + index - waiting.startIndex)
      }
      offset += waiting.count
      guard let piece = try readPiece() else { return true }
      waiting = piece[...]
    }
  }

  private func readPiece() throws -> [UInt8]? {
    do {
      guard let data = try handle.read(upToCount: Self.pieceSize), !data.isEmpty else { return nil }
      ReadingMeter.current?.add(data.count)
      return [UInt8](data)
    } catch {
      throw FileError.refused(path: path, operation: "read the \(what)", reason: error.localizedDescription)
    }
  }
}

/// Counts the bytes that are read from files; of compressed files, the bytes on the disk.
package final class ReadingMeter: Sendable {
  private let count = Mutex(0)
  private let onRead: @Sendable (_ bytes: Int) -> Void

  /// The meter of what is read at the moment. Files are opened deep in the readers of many formats, which
  /// know nothing of who waits for them.
  @TaskLocal package static var current: ReadingMeter?

  /// A meter at 0.
  /// - Parameter onRead: told all bytes so far whenever there are more.
  package init(onRead: @escaping @Sendable (_ bytes: Int) -> Void) { self.onRead = onRead }

  /// Counts bytes that have been read.
  func add(_ bytes: Int) {
    onRead(
      count.withLock {
        $0 += bytes
        return $0
      })
  }
}
