import Diagnostics
import Storage

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
