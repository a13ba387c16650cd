import Diagnostics
import Storage

extension CheckpointStore {
  /// Removes complete checkpoints by step until at most `keepLast` (at least one) are left, oldest first.
  ///
  /// Copies such as `best/` are never touched, nor is a folder that is not complete: it is no checkpoint
  /// that could be rotated, and somebody may want to look at it.
  /// - Parameter protecting: a step that stays whatever its place, such as the one just written.
  /// - Returns: the removed steps, newest first.
  /// - Throws: `FileError`.
  @discardableResult
  package func rotate(keepLast: Int, protecting: Int? = nil) throws -> [Int] {
    let old = try list(.sizes).complete.dropFirst(max(1, keepLast)).filter { $0.step != protecting }
    for checkpoint in old {
      // A folder that is half removed must not have a checkpoint's name.
      let removed = TemporaryName(.removed, for: Self.name(step: checkpoint.step)).path(in: checkpointsFolder)
      try fileSystem.removeTree(removed)
      try fileSystem.rename(checkpoint.folder, to: removed)
      try fileSystem.removeTree(removed)
    }
    if !old.isEmpty { try fileSystem.synchronize(checkpointsFolder) }
    return old.map(\.step)
  }

  /// Sets right what a process that ended in the middle of a change has left: a folder that had stepped
  /// aside and has no successor gets its name back; all other temporary folders are removed.
  ///
  /// Folders of another process that is still alive stay. Call it before a run starts writing.
  /// - Parameter isAlone: whether the caller knows that no other process writes here; then a folder whose process seems
  ///   to be alive is that of an earlier process with the same number.
  /// - Returns: the paths of the folders that were put back or removed.
  /// - Throws: `FileError`.
  @discardableResult
  package func cleanUp(isAlone: Bool = false) throws -> [String] {
    var changed: [String] = []
    for parent in [root, checkpointsFolder] where FileStatus(parent, followingLinks: true) != nil {
      changed += try setRight(parent, isAlone: isAlone)
    }
    return changed
  }

  /// The same in one folder, for all names or for one of them.
  func setRight(_ parent: String, name only: String? = nil, isAlone: Bool = false) throws -> [String] {
    var changed: [String] = []
    for text in try InputFile.names(in: parent, what: "folder") {
      guard let name = TemporaryName(reading: text), only == nil || name.name == only,
        isAlone || !name.isOfAnotherLivingProcess
      else { continue }
      let path = "\(parent)/\(text)"
      if name.kind == .replaced, FileStatus("\(parent)/\(name.name)") == nil {
        try fileSystem.rename(path, to: "\(parent)/\(name.name)")
      } else {
        try fileSystem.removeTree(path)
      }
      changed.append(path)
    }
    return changed
  }
}
