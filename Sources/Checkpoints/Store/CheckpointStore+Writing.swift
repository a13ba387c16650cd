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
    try build(Self.name(step: step), in: checkpointsFolder) { partial in
      try fileSystem.createFolder(partial)
      try body(partial)
      let manifest = try CheckpointManifest(describing: partial, step: step)
      try fileSystem.write(ModelFolder.json(manifest), to: "\(partial)/\(CheckpointManifest.fileName)")
    }
    if let keepLast { try rotate(keepLast: keepLast, protecting: step) }
    return Checkpoint(step: step, folder: destination)
  }

  /// Makes a folder beside its final place, forces it to the disk, and puts it there.
  func build(_ name: String, in parent: String, _ make: (_ partial: String) throws -> Void) throws {
    let partial = TemporaryName(.partial, for: name).path(in: parent)
    try fileSystem.removeTree(partial)
    do {
      try make(partial)
      try fileSystem.synchronizeTree(partial)
      try place(partial, as: name, in: parent)
    } catch {
      // The first failure is the one to tell; nothing can be done about a second.
      try? FileSystem.standard.removeTree(partial)
      throw error
    }
  }

  /// Gives a finished folder its final name, in place of the folder that may have it.
  ///
  /// Swapping the two names leaves no moment without a whole folder under the final name. Where the file
  /// system cannot swap, the old folder steps aside first; `cleanUp()` puts it back should the process end
  /// between the two renames.
  private func place(_ finished: String, as name: String, in parent: String) throws {
    let destination = "\(parent)/\(name)"
    if FileStatus(destination) == nil {
      try fileSystem.rename(finished, to: destination)
      return try settle(parent) { _ = systemRename(destination, finished) }
    }
    do throws(SystemFailure) {
      try fileSystem.exchange(finished, destination)
    } catch  where error.meansUnsupported {
      return try placeByRenaming(finished, as: name, in: parent)
    } catch {
      throw FileError.refused(
        path: destination, operation: FileOperation.exchange.rawValue, reason: error.reason)
    }
    try settle(parent) { _ = systemExchange(finished, destination) }
    // The new folder is in place: what is left of the old one is for `cleanUp()` should this fail.
    try? fileSystem.removeTree(finished)
  }

  private func placeByRenaming(_ finished: String, as name: String, in parent: String) throws {
    let destination = "\(parent)/\(name)"
    let old = TemporaryName(.replaced, for: name).path(in: parent)
    try fileSystem.removeTree(old)
    try fileSystem.rename(destination, to: old)
    do {
      try fileSystem.rename(finished, to: destination)
    } catch {
      _ = systemRename(old, destination)
      throw error
    }
    try settle(parent) {
      _ = systemRename(destination, finished)
      _ = systemRename(old, destination)
    }
    try? fileSystem.removeTree(old)
  }

  /// Forces a folder's new names to the disk; where that fails, `undo` brings back the old ones.
  private func settle(_ parent: String, undo: () -> Void) throws {
    do {
      try fileSystem.synchronize(parent)
    } catch {
      undo()
      throw error
    }
  }
}

extension SystemFailure {
  /// Whether the system says that it, or the file system, has no such operation.
  var meansUnsupported: Bool { [ENOSYS, EINVAL, ENOTSUP, EOPNOTSUPP].contains(code) }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
