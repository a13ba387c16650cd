import Crypto
import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a file of any size in pieces, in a memory that does not grow with it.
package enum ChunkedFile {
  /// The piece's size in bytes.
  package static let chunkSize = 1 << 20

  /// Calls `body` with the file's bytes, piece by piece, in order.
  /// - Parameter acceptsPointer: whether a pointer of git-lfs is a file as good as any.
  /// - Throws: `FileError`, and what `body` throws.
  package static func forEachChunk(
    of path: String, what: String, acceptsPointer: Bool = false,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try InputFile.requireFile(path, what: what, acceptsPointer: acceptsPointer)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw refusal(path, what) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw refusal(path, what) }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The file's SHA-256 in lower-case hexadecimal digits, and its size in bytes.
  /// - Throws: `FileError`.
  package static func hash(_ path: String, what: String) throws -> (sha256: String, size: Int) {
    var hasher = SHA256()
    var size = 0
    try forEachChunk(of: path, what: what, acceptsPointer: true) { chunk in
      hasher.update(bufferPointer: chunk)
      size += chunk.count
    }
    return (Hexadecimal.text(hasher.finalize()), size)
  }

  private static func refusal(_ path: String, _ what: String) -> FileError {
    .refused(path: path, operation: "read the \(what)", reason: SystemFailure.last.reason)
  }
}
