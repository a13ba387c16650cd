import Diagnostics

/// A file or folder that is replaced atomically: written beside its place, forced to the disk, and then
/// renamed into it. Whoever looks finds the old content or the new, never a part.
///
/// The draft of `runs/a/DONE` is `runs/a/.partial-DONE-4711`, where 4711 is the process that writes it. All
/// that this package writes beside and renames goes this way, so that a `FileSystem` that lets changes fail
/// sees every one of them, and what a killed process leaves can be told by its name and removed (`cleanUp`).
package struct Draft: Sendable {
  /// Where it is written.
  package let path: String
  /// Its place.
  package let destination: String
  /// The last part of the place's path: empty, `.` or `..` where a draft cannot be put.
  package let name: String
  /// The folder that both are in.
  package let parent: String
  private let fileSystem: FileSystem

  /// The draft of what is to be at `destination`; slashes at the end do not count.
  package init(of destination: String, fileSystem: FileSystem = .standard) {
    let place = destination.withoutTrailingSlashes
    let slash = place.lastIndex(of: "/")
    name = slash.map { String(place[place.index(after: $0)...]) } ?? place
    parent = slash.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    path = DraftName(.partial, for: name).path(in: parent)
    self.destination = place
    self.fileSystem = fileSystem
  }

  /// Writes a file in place of the one that may be there.
  /// - Throws: `FileError.refused`, about `destination`; the old file, if any, is then unchanged.
  package static func write(
    _ bytes: some Sequence<UInt8>, to destination: String, fileSystem: FileSystem = .standard
  ) throws(FileError) {
    let draft = Draft(of: destination, fileSystem: fileSystem)
    draft.clear()
    do throws(FileError) {
      try fileSystem.write(bytes, to: draft.path)
      try draft.finishFile()
    } catch {
      draft.discard()
      guard case .refused(_, _, let reason) = error else { throw error }
      throw .refused(path: destination, operation: "write the file", reason: reason)
    }
  }

  /// Writes a file of `text` as UTF-8 in place of the one that may be there.
  /// - Throws: `FileError.refused`, about `destination`; the old file, if any, is then unchanged.
  package static func write(
    _ text: String, to destination: String, fileSystem: FileSystem = .standard
  ) throws(FileError) {
    try write(text.utf8, to: destination, fileSystem: fileSystem)
  }

  /// Makes a file or folder in place of the one that may be there.
  /// - Parameter body: gets the path to make it at; a folder has no links in it.
  /// - Throws: `FileError`, and what `body` throws; what was there is then unchanged, and nothing is left
  ///   beside it.
  @discardableResult
  package static func make<Result>(
    _ destination: String, fileSystem: FileSystem = .standard, _ body: (_ path: String) throws -> Result
  ) throws -> Result {
    let draft = Draft(of: destination, fileSystem: fileSystem)
    draft.clear()
    do {
      let result = try body(draft.path)
      try draft.finish()
      return result
    } catch {
      draft.discard()
      throw error
    }
  }

  /// Forces what has been written to the disk and puts it in its place.
  /// - Throws: `FileError`; what was in the place is then unchanged.
  package func finish() throws {
    if FileStatus(path)?.kind == .folder {
      try fileSystem.synchronizeTree(path)
      try placeFolder()
    } else {
      try finishFile()
    }
  }

  /// The same for a file.
  /// - Throws: `FileError.refused`; what was in the place is then unchanged.
  package func finishFile() throws(FileError) {
    let isNew = FileStatus(destination) == nil
    try fileSystem.synchronize(path)
    try fileSystem.rename(path, to: destination)
    do throws(FileError) {
      try fileSystem.synchronize(parent)
    } catch {
      // What has been replaced is gone, and the new file is whole.
      if !isNew { return }
      _ = systemRename(destination, path)
      throw error
    }
  }

  /// Removes what has been written. The failure that led here is the one to tell; nothing can be done about a
  /// second.
  package func discard() { try? FileSystem.standard.removeTree(path) }

  /// Removes what earlier attempts have left, where no other process is at work on them. What stays does no
  /// harm.
  package func clear() {
    _ = try? Self.cleanUp(parent, name: name, fileSystem: fileSystem)
  }

  /// Swapping the two names leaves no moment without a whole folder in the place. Where the file system
  /// cannot swap, the old folder steps aside first; `cleanUp` puts it back should the process end between the
  /// two renames.
  private func placeFolder() throws {
    switch FileStatus(destination)?.kind {
    case nil:
      try fileSystem.rename(path, to: destination)
      return try settle { _ = systemRename(destination, path) }
    case .file: throw FileError.wrongKind(path: destination, expected: "a folder", found: "a file")
    case .folder, .other: break
    }
    do throws(SystemFailure) {
      try fileSystem.exchange(path, destination)
    } catch  where error.meansUnsupported {
      return try placeFolderByRenaming()
    } catch {
      throw FileError.refused(
        path: destination, operation: FileOperation.exchange.rawValue, reason: error.reason)
    }
    try settle { _ = systemExchange(path, destination) }
    // The new folder is in place: what is left of the old one is for `cleanUp` should this fail.
    try? fileSystem.removeTree(path)
  }

  private func placeFolderByRenaming() throws {
    let old = DraftName(.replaced, for: name).path(in: parent)
    try fileSystem.removeTree(old)
    try fileSystem.rename(destination, to: old)
    do {
      try fileSystem.rename(path, to: destination)
    } catch {
      _ = systemRename(old, destination)
      throw error
    }
    try settle {
      _ = systemRename(destination, path)
      _ = systemRename(old, destination)
    }
    try? fileSystem.removeTree(old)
  }

  /// Forces the new names to the disk; where that fails, `undo` brings back the old ones.
  private func settle(undo: () -> Void) throws {
    do {
      try fileSystem.synchronize(parent)
    } catch {
      undo()
      throw error
    }
  }
}
