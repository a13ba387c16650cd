import Diagnostics
import Storage

/// The checkpoints of a run: each a folder that is either complete or not there.
///
/// `ROOT/checkpoints/step-00000500/` and copies such as `ROOT/best/`. A folder is written under a name of
/// its own beside the others, forced to the disk, and renamed; whatever moment the machine stops at, the
/// folders under their final names are whole. One process writes at a time.
package struct CheckpointStore: Sendable {
  /// One complete checkpoint.
  package struct Checkpoint: Hashable, Sendable {
    /// Optimizer steps done.
    package let step: Int
    /// The folder's path.
    package let folder: String
  }

  /// A folder that looks like a checkpoint but is not complete, and why.
  package struct Skipped: Sendable {
    /// The step in the folder's name.
    package let step: Int
    /// The folder's path.
    package let folder: String
    /// Why it does not count.
    package let reason: any UserError
  }

  /// The run folder.
  package let root: String
  /// The folder of the checkpoints by step.
  package var checkpointsFolder: String { "\(root)/checkpoints" }
  let fileSystem: FileSystem

  /// A store in the run folder `root`, which is made when the first checkpoint is written.
  package init(root: String, fileSystem: FileSystem = .standard) {
    self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    self.fileSystem = fileSystem
  }

  /// The folder of a step's checkpoint, whether it is there or not.
  package func folder(step: Int) -> String { "\(checkpointsFolder)/\(StepName.text(step))" }
}

extension CheckpointStore {
  /// Writes the checkpoint of a step: `body` fills a new folder, then the folder takes its place.
  ///
  /// A checkpoint of the same step is replaced. Where `body` or the writing fails, the old state is as it
  /// was and the new folder is gone; where only the rotation fails, the new checkpoint is in place.
  /// - Parameters:
  ///   - keepLast: afterwards, removes all complete checkpoints by step but the newest so many; `nil` keeps
  ///     all.
  ///   - body: gets the new folder's path; makes files and folders in it, no links.
  /// - Throws: `CheckpointError`, `FileError`, and what `body` throws.
  @discardableResult
  package func write(
    step: Int, keepLast: Int? = nil, _ body: (_ folder: String) throws -> Void
  ) throws -> Checkpoint {
    let destination = folder(step: step)
    if step < 0 { throw CheckpointError(destination, .negativeStep(step)) }
    if FileStatus(checkpointsFolder, followingLinks: true) == nil {
      try fileSystem.createFolders(checkpointsFolder)
      try fileSystem.synchronize(root)
    }
    try Draft.make(destination, fileSystem: fileSystem) { partial in
      try fileSystem.createFolder(partial)
      try body(partial)
      let manifest = try CheckpointManifest(describing: partial, step: step)
      try fileSystem.write(ModelFolder.json(manifest), to: "\(partial)/\(CheckpointManifest.fileName)")
    }
    if let keepLast { try rotate(keepLast: keepLast, protecting: step) }
    return Checkpoint(step: step, folder: destination)
  }
}

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
  /// - Parameter isAlone: whether the caller knows that no other process writes here; then a folder whose
  ///   process seems to be alive is that of an earlier process with the same number.
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
