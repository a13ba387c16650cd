import Diagnostics
import Storage

extension CheckpointStore {
  /// The name of the best checkpoint's folder.
  public static let bestName = "best"

  /// Makes a copy of a step's checkpoint that rotation never touches, in place of the one that has the name.
  ///
  /// No byte is shared with the checkpoint, so that what damages the one leaves the other whole. There is no moment
  /// without a whole folder under the name.
  /// - Returns: the copy.
  /// - Throws: `CheckpointError` where the step has no complete checkpoint (sizes are checked), `FileError`.
  @discardableResult
  public func promote(step: Int, to name: String = bestName) throws -> Checkpoint {
    let destination = "\(root)/\(name)"
    if name.isEmpty || name.hasPrefix(".") || name.contains("/") || name.contains("\0")
      || name == "checkpoints"
    {
      throw CheckpointError(root, .badName(name))
    }
    let source = folder(step: step)
    if FileStatus(source, followingLinks: true) == nil {
      let steps = try list(.sizes).complete.map(\.step)
      throw CheckpointError(checkpointsFolder, .noSuchStep(step, available: steps))
    }
    _ = try verify(step: step, .sizes)
    try build(name, in: root) { partial in
      try fileSystem.copyTree(source, to: partial)
    }
    return Checkpoint(step: step, folder: destination)
  }

  /// The copy of that name, checked against its manifest, or `nil` where there is none.
  /// - Throws: `FileError`, `JSONError`, `CheckpointError`.
  public func promoted(
    _ name: String = bestName, _ verification: CheckpointVerification = .hashes
  ) throws -> Checkpoint? {
    let folder = "\(root)/\(name)"
    if FileStatus(folder, followingLinks: true) == nil { return nil }
    return Checkpoint(step: try CheckpointManifest.verify(folder, verification).step, folder: folder)
  }
}
