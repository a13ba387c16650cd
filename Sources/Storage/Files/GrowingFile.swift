import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that only grows. What is torn or damaged at its end can be cut off when it is opened.
package final class GrowingFile {
  package let path: String
  private let fileSystem: FileSystem
  private let descriptor: Int32

  /// Opens the file, which is made where it is missing, and may cut it to its first bytes.
  /// - Parameter length: the bytes that are kept, of which the file has as many; `nil` for all.
  /// - Throws: `FileError.refused`, `FileError.link`.
  package init(_ path: String, keeping length: Int? = nil, fileSystem: FileSystem = .standard)
    throws(FileError)
  {
    self.path = path
    self.fileSystem = fileSystem
    var opened: Int32 = -1
    try fileSystem.perform(.createFile, path) {
      opened = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard opened >= 0 else { return false }
      if length.map({ ftruncate(opened, off_t($0)) == 0 }) ?? true, lseek(opened, 0, SEEK_END) >= 0 {
        return true
      }
      let failure = errno
      close(opened)
      errno = failure
      return false
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Whether there is nothing in the file.
  package var isEmpty: Bool { lseek(descriptor, 0, SEEK_CUR) == 0 }

  /// Appends `bytes`.
  /// - Throws: `FileError.refused`; a part of them may then be there.
  package func append(_ bytes: some Sequence<UInt8>) throws(FileError) {
    let bytes = Array(bytes)
    try fileSystem.perform(.write, path) { bytes.withUnsafeBytes { systemWrite($0, to: descriptor) } }
  }

  /// Forces what has been appended to the disk.
  /// - Throws: `FileError.refused`.
  package func synchronize() throws(FileError) { try fileSystem.synchronize(path) }
}
