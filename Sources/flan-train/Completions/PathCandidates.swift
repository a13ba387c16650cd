import Foundation
import Runs

/// Files and folders of one kind that a word can be completed to, and the folders on the way to them.
struct PathCandidates {
  /// Whether a path is of the kind.
  private let wanted: (String) -> Bool
  /// A folder whose content is offered in its place, since what is wanted usually lies there.
  private let entering: String?

  /// Candidates that are `wanted`.
  init(_ wanted: @escaping (String) -> Bool, entering: String? = nil) {
    self.wanted = wanted
    self.entering = entering
  }

  /// Whether a folder is that of a run.
  static func isRun(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: RunFolder(named: path).resolvedRecipeFile)
  }

  /// The paths that begin with `prefix`, sorted; folders end in a slash. A folder that is all there is to
  /// choose is entered, so that no shell takes the word to be complete.
  func paths(_ prefix: String) -> [String] {
    var found = level(prefix)
    if let entering, found.contains(entering) {
      let inside = level(entering)
      if !inside.isEmpty { found = (found.filter { $0 != entering } + inside).sorted() }
    }
    if found.count == 1, found[0].hasSuffix("/"), found[0] != prefix, found[0].count < 1_000 {
      let inside = paths(found[0])
      if !inside.isEmpty { return inside }
    }
    return found
  }

  /// The paths in the folder that `prefix` has reached.
  private func level(_ prefix: String) -> [String] {
    let parts = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
    let (written, name) = (String(prefix[..<parts]), prefix[parts...])
    let folder = written.isEmpty ? "." : (written as NSString).expandingTildeInPath
    // Of what a run holds, models are in these alone.
    let only: Set<String>? = Self.isRun(folder) ? ["best", "checkpoints"] : nil
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.compactMap { entry in
      guard entry.hasPrefix(name), !entry.hasPrefix(".") || name.hasPrefix("."),
        only?.contains(entry) != false
      else { return nil }
      let path = folder == "/" ? "/\(entry)" : "\(folder)/\(entry)"
      if wanted(path) { return written + entry }
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && isFolder.boolValue ? "\(written)\(entry)/" : nil
    }
  }
}
