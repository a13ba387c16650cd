import Diagnostics
import Foundation

/// Writes a small file so that whoever looks finds the old content or the new, never a part.
package enum AtomicFile {
  /// What the name of a file ends in that is not yet in its place.
  package static let draftSuffix = ".writing"

  /// The path that the file at `path` is first written to.
  package static func draft(of path: String) -> String { path + draftSuffix }

  /// Writes `data` beside `path`, forces it to the disk, then renames it to `path`.
  /// - Throws: `FileError.refused`; the old file, if any, is then unchanged.
  package static func write(
    _ data: Data, to path: String, fileSystem: FileSystem = .standard
  ) throws(FileError) {
    let draft = draft(of: path)
    do throws(FileError) {
      // What a process left that ended while it wrote.
      if FileStatus(draft) != nil { try fileSystem.removeOne(draft) }
      try fileSystem.write(data, to: draft)
      try fileSystem.synchronize(draft)
      try rename(draft, to: path, fileSystem)
    } catch {
      try? FileSystem.standard.removeOne(draft)
      guard case .refused(_, _, let reason) = error else { throw error }
      throw .refused(path: path, operation: "write the file", reason: reason)
    }
  }

  /// Writes `text` as UTF-8.
  /// - Throws: `FileError.refused`.
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// Renames `source` to `destination`, which is replaced if it is a file, and forces the folder to the disk.
  /// - Throws: `FileError.refused`.
  package static func rename(
    _ source: String, to destination: String, _ fileSystem: FileSystem = .standard
  ) throws(FileError) {
    try fileSystem.rename(source, to: destination)
    // Not every folder that may be written to may be read.
    try? fileSystem.synchronize(URL(fileURLWithPath: destination).deletingLastPathComponent().path)
  }
}
