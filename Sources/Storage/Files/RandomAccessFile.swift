import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file, read at any place from any thread.
///
/// Read by calls and not mapped: a file that is cut short is an error instead of the process's end, and what
/// has been looked at does not stay in the process's memory.
package final class RandomAccessFile: Sendable {
  package let path: String
  /// The size in bytes when it was opened.
  package var size: Int { file.size }
  private let file: ReadableFile

  /// Opens the file at `path`.
  /// - Parameter what: what the file is to the user, for the message.
  /// - Throws: `FileError`.
  package init(_ path: String, what: String) throws {
    self.path = path
    file = try ReadableFile(path, what: what)
  }

  /// Fills `buffer` with the bytes from `offset` on.
  /// - Throws: `FileError.refused`, also where the file ends before the buffer is full.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...].prefix(1 << 30))
      let count = pread(file.descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        let reason = count == 0 ? "it ends too early" : SystemFailure.last.reason
        throw .refused(path: path, operation: "read the file", reason: reason)
      }
      filled += count
    }
  }

  /// The `count` bytes from `offset` on.
  /// - Throws: `FileError.refused`, also where the file ends before.
  package func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      try read(at: offset, into: UnsafeMutableRawBufferPointer(bytes))
      initialized = count
    }
  }
}

/// A file that is open for reading, closed with its last user.
final class ReadableFile: Sendable {
  let descriptor: Int32
  /// The size in bytes when it was opened.
  let size: Int

  /// Opens the file at `path`.
  /// - Parameter what: what the file is to the user, for the message.
  /// - Throws: `FileError`.
  init(_ path: String, what: String) throws {
    try InputFile.requireFile(path, what: what)
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      let reason = SystemFailure.last.reason
      if descriptor >= 0 { close(descriptor) }
      throw FileError.refused(path: path, operation: "open the \(what)", reason: reason)
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }
}
