#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The kinds of change that this module makes to the file system, for messages and for tests that make one
/// of them fail.
package enum FileOperation: String, Sendable, CaseIterable {
  /// Makes a folder.
  case createFolder = "create the folder"
  /// Opens a new file for writing.
  case createFile = "create the file"
  /// Writes bytes to an open file.
  case write = "write"
  /// Forces a file's or a folder's content to the disk.
  case synchronize = "write to the disk"
  /// Renames a file or folder.
  case rename = "rename"
  /// Swaps two names.
  case exchange = "swap the names"
  /// Removes a file or an empty folder.
  case remove = "remove"
}

/// An operating system's error number, thrown by a `FileSystem.Interception` in place of the real failure.
package struct SystemFailure: Error, Equatable {
  /// The error number, such as `ENOSPC`.
  package let code: Int32

  /// A failure with the given error number.
  package init(code: Int32) { self.code = code }

  /// The failure that the last system call of this thread reported.
  package static var last: SystemFailure { SystemFailure(code: errno) }

  /// The system's words for it.
  package var reason: String { String(cString: strerror(code)) }
}
