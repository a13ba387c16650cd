import Foundation

/// The folders in which the files of a suite are looked for: the one that the user names, which may be that
/// of the suite or one that holds several suites, and those below it that the suite names.
struct SuiteFiles: Sendable {
  private let folders: [String]

  init(folder: String, below names: [String]) {
    folders = [folder] + names.map { "\(folder)/\($0)" }
  }

  /// The first of `paths` that is in any of the folders; else where the first of them would be in the suite's
  /// own folder, if that is there, for a message about its absence.
  func find(_ paths: [String]) -> String {
    for path in paths {
      for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(path)") {
        return "\(folder)/\(path)"
      }
    }
    let own = folders.dropFirst().first(where: Self.isFolder)
    return "\(own ?? folders[0])/\(paths[0])"
  }

  /// Whether a file is in any of the folders.
  func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: find([path])) }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
