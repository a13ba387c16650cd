import Diagnostics
import Storage

extension CheckpointStore {
  /// The checkpoints by step, newest first: the complete ones, and the others with what is wrong with each.
  /// - Throws: `FileError` where the folder cannot be listed; a run without checkpoints has none.
  package func list(
    _ verification: CheckpointVerification = .hashes
  ) throws -> (complete: [Checkpoint], skipped: [Skipped]) {
    var complete: [Checkpoint] = []
    var skipped: [Skipped] = []
    for step in try stepsByName() {
      do {
        complete.append(try verify(step: step, verification))
      } catch let error as any UserError {
        skipped.append(Skipped(step: step, folder: folder(step: step), reason: error))
      }
    }
    return (complete, skipped)
  }

  /// The newest checkpoint whose files all have the bytes that its manifest says, and the newer ones that
  /// were skipped for not having them.
  /// - Throws: `FileError` where the folder cannot be listed.
  package func newestComplete() throws -> (checkpoint: Checkpoint?, skipped: [Skipped]) {
    var skipped: [Skipped] = []
    for step in try stepsByName() {
      do {
        return (try verify(step: step, .hashes), skipped)
      } catch let error as any UserError {
        skipped.append(Skipped(step: step, folder: folder(step: step), reason: error))
      }
    }
    return (nil, skipped)
  }

  /// Checks one step's folder against its manifest.
  /// - Throws: `FileError`, `JSONError`, `CheckpointError`.
  package func verify(step: Int, _ verification: CheckpointVerification = .hashes) throws -> Checkpoint {
    let folder = folder(step: step)
    let manifest = try CheckpointManifest.verify(folder, verification)
    if manifest.step != step {
      throw CheckpointError(folder, .otherStep(manifest: manifest.step, folder: step))
    }
    return Checkpoint(step: step, folder: folder)
  }

  /// The steps that have a folder, newest first.
  private func stepsByName() throws -> [Int] {
    if FileStatus(checkpointsFolder, followingLinks: true) == nil { return [] }
    return try InputFile.names(in: checkpointsFolder, what: "checkpoints")
      .compactMap(StepName.step(of:)).sorted(by: >)
  }
}
