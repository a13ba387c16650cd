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
