import Diagnostics
import Foundation

/// Writes a small file so that whoever looks finds the old content or the new, never a part.
public enum AtomicFile {
  /// What the name of a file ends in that is not yet in its place.
  static let draftSuffix = ".writing"

  /// The path that the file at `path` is first written to.
  static func draft(of path: String) -> String { path + draftSuffix }

  /// Writes `data` beside `path`, forces it to the disk, then renames it to `path`.
  /// - Throws: `FileError.refused`; the old file, if any, is then unchanged.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    let draft = draft(of: path)
    do {
      let url = URL(fileURLWithPath: draft)
      try data.write(to: url)
      let handle = try FileHandle(forWritingTo: url)
      try handle.synchronize()
      try handle.close()
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw .refused(path: path, operation: "write the file", reason: error.localizedDescription)
    }
    try rename(draft, to: path)
  }

  /// Writes `text` as UTF-8.
  /// - Throws: `FileError.refused`.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// Renames `source` to `destination`, which is replaced if it is a file, and forces the folder to the disk.
  /// - Throws: `FileError.refused`.
  static func rename(_ source: String, to destination: String) throws(FileError) {
    if Foundation.rename(source, destination) != 0 {
      let reason = String(cString: strerror(errno))
      throw .refused(path: destination, operation: "rename '\(source)' to it", reason: reason)
    }
    let folder = open(URL(fileURLWithPath: destination).deletingLastPathComponent().path, O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}
