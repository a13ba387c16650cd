import Checkpoints
import Diagnostics
import Runs
import Storage

/// Checks `best/` before a run goes on, or where it is done already.
package enum BestCheckpoint {
  /// Checks every byte of the best checkpoint, and makes it again from the checkpoint of its step where it is
  /// not whole.
  /// - Parameters:
  ///   - step: the step of the best score so far.
  ///   - last: the step that the run goes on from.
  ///   - precision: how the best checkpoint's weights are stored.
  ///   - repairs: whether the run's folder may be written to.
  /// - Returns: what is wrong, in words.
  /// - Throws: `FileError`.
  package static func examine(
    _ store: CheckpointStore, step: Int, after last: Int, precision: SafetensorsWriter.Precision,
    repairs: Bool
  ) throws -> [String] {
    let path = "\(store.root)/\(CheckpointStore.bestName)"
    let fault: String
    do {
      guard let found = try store.promoted() else {
        return try mend(store, step, "\(path) is missing", precision, repairs: repairs)
      }
      if found.step == step { return [] }
      if step == last, found.step < step {
        // A process that ended between the two has left the checkpoint of the best step without its copy.
        if repairs { try store.promote(step: step, precision: precision) }
        return []
      }
      fault =
        "\(path) is the checkpoint of step \(found.step), and the best score so far is that of step \(step)"
    } catch let error as any UserError {
      fault = "\(path) is damaged: \(error.description.split(separator: "\n")[0])"
    }
    return try mend(store, step, fault, precision, repairs: repairs)
  }

  private static func mend(
    _ store: CheckpointStore, _ step: Int, _ fault: String, _ precision: SafetensorsWriter.Precision,
    repairs: Bool
  ) throws -> [String] {
    guard (try? store.verify(step: step)) != nil else {
      return ["\(fault); no whole checkpoint of step \(step) is left to make it from"]
    }
    if !repairs { return ["\(fault); it can be made again from \(store.folder(step: step))"] }
    try store.promote(step: step, precision: precision)
    return ["\(fault); it has been made again from \(store.folder(step: step))"]
  }
}

extension CheckpointKeeper {
  /// What is wrong with the best checkpoint of a run that stands where `progress` says, after it has been
  /// mended where it can.
  /// - Throws: `FileError`.
  package func mendBest(_ progress: TrainerProgress) throws -> [String] {
    guard let step = progress.bestStep else { return [] }
    return try BestCheckpoint.examine(
      store, step: step, after: progress.step, precision: bestPrecision, repairs: true)
  }
}

extension RunFolder {
  /// What is wrong with a run that is done: with its best checkpoint, which is made again where it can, and
  /// its log.
  /// - Parameters:
  ///   - precision: how the best checkpoint's weights are stored.
  ///   - repairs: whether the folder may be written to.
  /// - Throws: `FileError`.
  package func examineDone(precision: SafetensorsWriter.Precision, repairs: Bool) throws -> [String] {
    var findings: [String] = []
    if let outcome {
      if let best = outcome.bestStep {
        findings += try BestCheckpoint.examine(
          CheckpointStore(root: path), step: best, after: outcome.step, precision: precision,
          repairs: repairs)
      }
    } else {
      findings.append("\(doneFile) cannot be read: how the run ended is not known")
    }
    if !FolderChain.isFile(logFile) { findings.append("\(logFile) is missing") }
    return findings
  }
}
