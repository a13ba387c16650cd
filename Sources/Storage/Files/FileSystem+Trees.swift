import Diagnostics
import Foundation

extension FileSystem {
  /// The files below a folder as paths relative to it, sorted by their bytes; other kinds are refused.
  /// - Throws: `FileError`.
  package static func files(below folder: String) throws -> [String] {
    try walk(folder).files
  }

  /// Forces every file below a folder, every folder below it and the folder itself to the disk.
  /// - Throws: `FileError`.
  package func synchronizeTree(_ folder: String) throws {
    let (files, folders) = try Self.walk(folder)
    for file in files { try synchronize("\(folder)/\(file)") }
    for inner in folders.reversed() { try synchronize("\(folder)/\(inner)") }
    try synchronize(folder)
  }

  /// Removes a file or a folder with all that is in it; nothing there is no error.
  /// - Throws: `FileError`.
  package func removeTree(_ path: String) throws {
    guard let status = FileStatus(path) else { return }
    if status.kind == .folder {
      for name in try InputFile.names(in: path, what: "folder") { try removeTree("\(path)/\(name)") }
    }
    try removeOne(path)
  }

  /// Makes `destination`, a new folder with copies of the same files: damage to one of the two leaves the
  /// other whole.
  /// - Parameter omitted: files that are not copied, by their names below the folder.
  /// - Throws: `FileError`.
  package func copyTree(
    _ source: String, to destination: String, leavingOut omitted: Set<String> = []
  ) throws {
    let (files, folders) = try Self.walk(source)
    try createFolder(destination)
    for folder in folders { try createFolder("\(destination)/\(folder)") }
    for file in files where !omitted.contains(file) {
      try copy("\(source)/\(file)", to: "\(destination)/\(file)")
    }
  }

  /// Makes `destination`, a new file with the same bytes; a link is followed.
  /// - Throws: `FileError`.
  package func copy(_ source: String, to destination: String) throws {
    let output = try OutputFile(creating: destination, fileSystem: self)
    try ChunkedFile.forEachChunk(of: source, what: "file to copy") { try output.write($0) }
    try output.close()
  }

  /// Files and folders below `folder`, relative to it; a folder comes before what is in it.
  private static func walk(_ folder: String) throws -> (files: [String], folders: [String]) {
    var files: [String] = []
    var folders: [String] = []
    func visit(_ prefix: String) throws {
      for name in try InputFile.names(in: "\(folder)/\(prefix)", what: "folder") {
        let (relative, path) = (prefix + name, "\(folder)/\(prefix)\(name)")
        switch FileStatus(path)?.kind {
        case .file: files.append(relative)
        case .folder:
          folders.append(relative)
          try visit(relative + "/")
        case .other: throw FileError.wrongKind(path: path, expected: "a file", found: "a link or device")
        case nil: throw FileError.missing(path: path, what: "file", similar: nil)
        }
      }
    }
    try visit("")
    return (files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, folders)
  }
}
