import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new file that is written from its start to its end; unless it is closed without an error, it is removed.
package final class OutputFile {
  package let path: String
  private let fileSystem: FileSystem
  private var descriptor: Int32 = -1

  /// Creates the file; nothing may be at the path.
  /// - Throws: `FileError.refused`.
  package init(creating path: String, fileSystem: FileSystem) throws(FileError) {
    self.path = path
    self.fileSystem = fileSystem
    var opened: Int32 = -1
    try fileSystem.perform(.createFile, path) {
      opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      return opened >= 0
    }
    descriptor = opened
  }

  deinit {
    if descriptor >= 0 {
      _ = systemClose(descriptor)
      _ = systemRemove(path)
    }
  }

  /// Appends `bytes`.
  /// - Throws: `FileError.refused`.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    let descriptor = descriptor
    try fileSystem.perform(.write, path) { systemWrite(bytes, to: descriptor) }
  }

  /// Closes the file, which may be when the system says that a write has failed.
  /// - Throws: `FileError.refused`.
  package func close() throws(FileError) {
    let closing = descriptor
    descriptor = -1
    do {
      try fileSystem.perform(.write, path) { closing < 0 || systemClose(closing) == 0 }
    } catch {
      _ = systemRemove(path)
      throw error
    }
  }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

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
