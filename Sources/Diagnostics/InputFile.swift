import Foundation

/// Reads what the user named, with errors that say which file and why.
public enum InputFile {
  /// All bytes of the file at `path`.
  /// - Parameters:
  ///   - path: absolute, or relative to the working directory.
  ///   - what: what the file is to the user (`recipe`, `vocabulary`), for the message.
  ///   - memoryMapped: maps the file instead of copying it, for files that may be larger than memory.
  /// - Throws: `FileError`.
  public static func read(_ path: String, what: String, memoryMapped: Bool = false) throws -> Data {
    try requireFile(path, what: what)
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: memoryMapped ? .alwaysMapped : [])
    } catch {
      throw FileError.refused(
        path: path, operation: "read the \(what)", reason: "\(error.localizedDescription)")
    }
  }

  /// Checks that a file, not a folder, is at `path`.
  /// - Parameter acceptsPointer: whether a pointer of git-lfs is good enough, as it is for whoever does not
  ///   need what is in the file.
  /// - Throws: `FileError`.
  public static func requireFile(_ path: String, what: String, acceptsPointer: Bool = false) throws {
    if try isDirectory(path, what: what) {
      throw FileError.wrongKind(path: path, expected: "a file", found: "a folder")
    }
    if !acceptsPointer, isPointer(path) { throw FileError.pointer(path: path, what: what) }
  }

  /// Whether the file holds what git-lfs leaves in place of a large file that has not been downloaded.
  private static func isPointer(_ path: String) -> Bool {
    // Pointers are under 1,024 bytes; what is no plain file may be read once only.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, (64..<1024).contains(status.st_size),
      let content = FileManager.default.contents(atPath: path)
    else { return false }
    return content.starts(with: "version https://git-lfs.github.com/spec/".utf8)
  }

  /// Checks that a folder, not a file, is at `path`.
  /// - Throws: `FileError`.
  public static func requireDirectory(_ path: String, what: String) throws {
    if try !isDirectory(path, what: what) {
      throw FileError.wrongKind(path: path, expected: "a folder", found: "a file")
    }
  }

  /// The names in a folder, sorted by their bytes, so that the order never depends on the file system.
  /// - Throws: `FileError`.
  public static func names(in directory: String, what: String) throws -> [String] {
    try requireDirectory(directory, what: what)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory).sorted {
        Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
      }
    } catch {
      throw FileError.refused(
        path: directory, operation: "list the folder", reason: error.localizedDescription)
    }
  }

  private static func isDirectory(_ path: String, what: String) throws -> Bool {
    var directory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &directory) else {
      throw FileError.missing(path: path, what: what, similar: similarName(to: path))
    }
    return directory.boolValue
  }

  private static func similarName(to path: String) -> String? {
    let url = URL(fileURLWithPath: path)
    let siblings = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    return NearestName.suggestion(for: url.lastPathComponent, in: siblings ?? [])
  }
}
