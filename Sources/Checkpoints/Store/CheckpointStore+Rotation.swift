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
    for checkpoint in old { try Draft.remove(checkpoint.folder, fileSystem: fileSystem) }
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
      changed += try Draft.cleanUp(parent, isAlone: isAlone, fileSystem: fileSystem)
    }
    return changed
  }
}
