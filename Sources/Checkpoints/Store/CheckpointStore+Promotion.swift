import Diagnostics
import Storage

extension CheckpointStore {
  /// The name of the best checkpoint's folder.
  package static let bestName = "best"

  /// Makes a copy of a step's checkpoint that rotation never touches, in place of the one that has the name.
  ///
  /// No byte is shared with the checkpoint, so that what damages the one leaves the other whole. There is no
  /// moment without a whole folder under the name.
  /// - Parameter precision: how the copy's weights are stored; all else is as it is.
  /// - Returns: the copy.
  /// - Throws: `CheckpointError` where the step has no complete checkpoint (sizes are checked, and the bytes
  ///   of what is not merely copied), `FileError`, `WeightsError` for weights that cannot be rounded.
  @discardableResult
  package func promote(
    step: Int, to name: String = bestName, precision: SafetensorsWriter.Precision = .float32
  ) throws -> Checkpoint {
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
    // A copy has the checkpoint's own hashes to be held against; rounded weights get new ones, so what they are made of
    // must be right now.
    _ = try verify(step: step, precision == .float32 ? .sizes : .hashes)
    try Draft.make(destination, fileSystem: fileSystem) { partial in
      switch precision {
      case .float32: try fileSystem.copyTree(source, to: partial)
      case .bfloat16: try copy(source, to: partial, rounding: precision)
      }
    }
    return Checkpoint(step: step, folder: destination)
  }

  /// Copies a checkpoint with its weights in another precision, and a manifest of what it then holds.
  private func copy(_ source: String, to partial: String, rounding precision: SafetensorsWriter.Precision)
    throws
  {
    let isAdapter = OpenedAdapter.isIn(source)
    let weightsName = isAdapter ? OpenedAdapter.weightsName : WeightsArchive.fileName
    try fileSystem.copyTree(source, to: partial, leavingOut: [weightsName, CheckpointManifest.fileName])
    let manifest = try CheckpointManifest(reading: source)
    let weights = try WeightsArchive(file: "\(source)/\(weightsName)")
    let tensors = weights.tensors.map { tensor in
      NamedTensor(tensor.name, shape: tensor.shape) { body in
        try weights.file(holding: tensor.name).withFinitePieces(of: tensor.name, body)
      }
    }
    try SafetensorsWriter(precision: precision, fileSystem: fileSystem).write(
      tensors, to: "\(partial)/\(weightsName)")
    try fileSystem.write(
      ModelFolder.json(CheckpointManifest(describing: partial, step: manifest.step)),
      to: "\(partial)/\(CheckpointManifest.fileName)")
  }

  /// The copy of that name, checked against its manifest, or `nil` where there is none.
  /// - Throws: `FileError`, `JSONError`, `CheckpointError`.
  package func promoted(
    _ name: String = bestName, _ verification: CheckpointVerification = .hashes
  ) throws -> Checkpoint? {
    let folder = "\(root)/\(name)"
    if FileStatus(folder, followingLinks: true) == nil { return nil }
    return Checkpoint(step: try CheckpointManifest.verify(folder, verification).step, folder: folder)
  }
}
