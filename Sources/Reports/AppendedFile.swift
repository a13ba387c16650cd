import Diagnostics
import Foundation

/// A file that only grows.
final class AppendedFile {
  private let path: String
  private let handle: FileHandle

  /// Opens the file at `path`, which is made, with its folder, if it is not there.
  init(_ path: String) throws {
    self.path = path
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
      handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
    } catch {
      throw FileError.refused(path: path, operation: "open the file", reason: error.localizedDescription)
    }
  }

  deinit { try? handle.close() }

  /// Whether nothing has been written to the file.
  var isEmpty: Bool { (try? handle.offset()) == 0 }

  func append(_ data: Data) throws {
    do {
      try handle.write(contentsOf: data)
    } catch {
      throw FileError.refused(path: path, operation: "write the file", reason: error.localizedDescription)
    }
  }

  /// Forces what has been written to the disk.
  func synchronize() throws {
    do {
      try handle.synchronize()
    } catch {
      throw FileError.refused(path: path, operation: "write the file", reason: error.localizedDescription)
    }
  }
}
