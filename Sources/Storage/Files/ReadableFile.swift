import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is open for reading, until nobody needs it any more.
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
