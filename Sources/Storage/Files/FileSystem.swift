import Diagnostics
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The changes that this module makes to files and folders: each either done or thrown as a `FileError`.
///
/// All changes pass through one value of this type, so that a test can make any one of them fail.
package struct FileSystem: Sendable {
  /// Called before each change with the path it is about; what it throws stands for the system's answer.
  package typealias Interception = @Sendable (FileOperation, String) throws(SystemFailure) -> Void

  private let intercept: Interception?

  /// The file system as it is.
  package static let standard = FileSystem()

  /// A file system where `intercept` may make a change fail before it happens.
  package init(intercept: Interception? = nil) {
    self.intercept = intercept
  }

  /// Makes a folder, which must not be there yet.
  /// - Throws: `FileError.refused`.
  package func createFolder(_ path: String) throws(FileError) {
    try perform(.createFolder, path) { mkdir(path, 0o777) == 0 }
  }

  /// Makes a folder and those above it, where they are missing.
  /// - Throws: `FileError`.
  package func createFolders(_ path: String) throws(FileError) {
    switch FileStatus(path, followingLinks: true)?.kind {
    case .folder: return
    case .file, .other: throw .wrongKind(path: path, expected: "a folder", found: "a file")
    case nil: break
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      let above = String(path[..<slash])
      if FileStatus(above, followingLinks: true) == nil { try createFolders(above) }
    }
    if path.hasSuffix("/") { return }
    do {
      try createFolder(path)
    } catch {
      // Whoever else needs it may have made it meanwhile.
      if FileStatus(path, followingLinks: true)?.kind != .folder { throw error }
    }
  }

  /// Writes `bytes` to a new file; nothing may be at the path.
  /// - Throws: `FileError.refused`.
  package func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    let file = try OutputFile(creating: path, fileSystem: self)
    try Array(bytes).withUnsafeBufferPointer { bytes throws(FileError) in
      try file.write(UnsafeRawBufferPointer(bytes))
    }
    try file.close()
  }

  /// Forces a file's bytes, or a folder's list of names, to the disk.
  /// - Throws: `FileError.refused`.
  package func synchronize(_ path: String) throws(FileError) {
    try perform(.synchronize, path) {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 {
        let failure = errno
        // Not every folder that may be written to may be read.
        let isDone = failure == EACCES && FileStatus(path, followingLinks: true)?.kind == .folder
        errno = failure
        return isDone
      }
      let done = fsync(descriptor) == 0
      let failure = errno
      close(descriptor)
      errno = failure
      // Some file systems cannot synchronise a folder and say EINVAL: there is nothing more to do there.
      return done || failure == EINVAL
    }
  }

  /// Renames, replacing a file (or an empty folder) that has the new name.
  /// - Throws: `FileError.refused`.
  package func rename(_ source: String, to destination: String) throws(FileError) {
    try perform(.rename, destination) { systemRename(source, destination) == 0 }
  }

  /// Renames, replacing a file that has the new name, and forces the new name to the disk.
  /// - Throws: `FileError.refused`.
  package func move(_ source: String, to destination: String) throws(FileError) {
    try rename(source, to: destination)
    try synchronize(Draft(of: destination).parent)
  }

  /// Swaps two existing names in one atomic step.
  /// - Throws: `SystemFailure`, so that the caller can go another way where the system cannot.
  package func exchange(_ first: String, _ second: String) throws(SystemFailure) {
    try intercept?(.exchange, second)
    if !systemExchange(first, second) { throw .last }
  }

  /// Removes a file or an empty folder.
  /// - Throws: `FileError.refused`.
  package func removeOne(_ path: String) throws(FileError) {
    try perform(.remove, path) { systemRemove(path) == 0 }
  }

  /// Runs `change`, which says whether it succeeded and leaves the reason in `errno`.
  package func perform(_ operation: FileOperation, _ path: String, _ change: () -> Bool) throws(FileError) {
    do throws(SystemFailure) {
      try intercept?(operation, path)
      if !change() { throw SystemFailure.last }
    } catch {
      throw .opening(path, operation.rawValue, error)
    }
  }
}
