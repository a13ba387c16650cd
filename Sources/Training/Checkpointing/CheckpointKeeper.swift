import Checkpoints
import Diagnostics
import Foundation
import Instructions
import Models
import JSON
import Recipes
import Runs
import Setup
import Storage

/// Writes and reads a run's checkpoints: model folders with a trainer's state beside.
package struct CheckpointKeeper {
  package let folder: RunFolder
  package let store: CheckpointStore
  package let setup: ModelSetup
  package let keepLast: Int
  package let bestPrecision: SafetensorsWriter.Precision
  package let seed: UInt64
  package let optimizer: OptimizerSettings
  package let fileSystem: FileSystem
  /// The layers of the adapter as its configuration has them; `nil` for whole names.
  let adapterTargets: [String]?
  let baseModel: BaseModel

  package init(_ folder: RunFolder, recipe: Recipe, setup: ModelSetup, fileSystem: FileSystem = .standard) {
    self.folder = folder
    self.setup = setup
    self.fileSystem = fileSystem
    store = CheckpointStore(root: folder.path, fileSystem: fileSystem)
    keepLast = recipe.checkpoint.keepLast
    bestPrecision = recipe.checkpoint.precision
    seed = UInt64(recipe.seed)
    optimizer = recipe.optimizer
    adapterTargets = recipe.model.adapter?.portableTargets(of: setup.model)
    baseModel = BaseModel(cache: recipe.data.cache.hashes)
  }

  package enum Key {
    package static let lastEvaluation = "lastEvaluation"
    package static let ledger = "ledger"
    package static let optimizer = "optimizer"
    package static let spikes = "spikes"
  }

  /// Writes a checkpoint beside, syncs it and renames it into place; removes the oldest beyond `keepLast`.
  /// - Returns: the folder's path.
  package func save(_ state: TrainingState, _ progress: TrainerProgress) throws -> String {
    try store.write(step: progress.step, keepLast: keepLast) { folder in
      if let model = state.model as? AdaptedModel {
        try writeAdapter(model, state.parameters, to: folder)
      } else {
        try Self.writeModel(
          setup.configurationFile, state.parameters, tokenizer: setup.tokenizer, to: folder,
          fileSystem: fileSystem)
      }
      let tensors = state.slotNames.compactMap { name in
        state.slots[name].map { NamedTensor(name, storage: $0) }
      }
      try TrainerStateFile.write(
        trainerState(progress), tensors: tensors, to: "\(folder)/\(TrainerStateFile.fileName)",
        fileSystem: fileSystem)
    }.folder
  }

  private func trainerState(_ progress: TrainerProgress) throws -> TrainerState {
    var trainer = TrainerState(step: progress.step, seed: seed)
    progress.keepScores(in: &trainer)
    if let step = progress.lastEvaluation { trainer.integers[Key.lastEvaluation] = step }
    trainer.strings[Key.optimizer] = optimizer.kind.rawValue
    trainer.strings[Key.ledger] = String(decoding: try EventCoding.line(progress.ledger), as: UTF8.self)
    trainer.strings[Key.spikes] = String(decoding: try EventCoding.line(progress.spikes), as: UTF8.self)
    return trainer
  }

  /// What `trainerState` has kept.
  private func progress(from trainer: TrainerState) -> TrainerProgress {
    var progress = TrainerProgress()
    progress.step = trainer.step
    progress.lastCheckpoint = trainer.step
    progress.readScores(of: trainer)
    progress.lastEvaluation = trainer.integers[Key.lastEvaluation]
    if let text = trainer.strings[Key.ledger] {
      progress.ledger = (try? EventCoding.decode(Ledger.self, from: Data(text.utf8))) ?? Ledger()
    }
    if let text = trainer.strings[Key.spikes] {
      progress.spikes = (try? EventCoding.decode(SpikeWatch.self, from: Data(text.utf8))) ?? SpikeWatch()
    }
    return progress
  }

  /// Makes the checkpoint of a step the best one, which rotation never touches, in the recipe's precision.
  package func keepBest(step: Int) throws { try store.promote(step: step, precision: bestPrecision) }

  /// Sets right what a change has left that came to no end; no other process writes to the run.
  package func cleanUp() throws { try store.cleanUp(isAlone: true) }

  /// Reads the newest whole checkpoint into `state`.
  /// - Parameter repairs: whether what a killed process has left is set right, in a run that no other process
  ///   writes to; otherwise nothing is written.
  /// - Returns: where the run stands, or `nil` where there is no checkpoint; and what was skipped as damaged.
  /// - Throws: `CheckpointStateError` where a checkpoint is whole but of another model; read errors.
  package func restore(
    into state: TrainingState, repairs: Bool
  ) throws -> (progress: TrainerProgress?, skipped: [CheckpointStore.Skipped]) {
    if repairs { try cleanUp() }
    let (checkpoint, skipped) = try store.newestComplete()
    guard let checkpoint else {
      if let first = skipped.first {
        throw NoWholeCheckpointError(folder: store.checkpointsFolder, newest: first.reason)
      }
      return (nil, skipped)
    }
    return (try load(checkpoint, into: state), skipped)
  }

  /// Reads the checkpoint of a step into `state`; writes nothing.
  /// - Throws: as `restore(into:repairs:)`; `CheckpointError` where it is not whole.
  package func restore(step: Int, into state: TrainingState) throws -> TrainerProgress {
    try load(store.verify(step: step), into: state)
  }

  private func load(_ checkpoint: CheckpointStore.Checkpoint, into state: TrainingState) throws
    -> TrainerProgress
  {
    try loadWeights(of: checkpoint.folder, into: state)
    let path = "\(checkpoint.folder)/\(TrainerStateFile.fileName)"
    let file = try TrainerStateFile(reading: path)
    try requireOptimizer(of: file.state, at: path)
    if Set(file.tensors.map(\.name)) != Set(state.slotNames) {
      throw CheckpointStateError(folder: path, problem: "holds other optimizer state than the recipe's")
    }
    for name in state.slotNames {
      try state.slots[name]?.withMutableBytes {
        try file.readFloats(name, into: $0.bindMemory(to: Float.self))
      }
    }
    return progress(from: file.state)
  }

  /// Reads the weights of a checkpoint, beside an adapter those of its base model as well.
  /// - Throws: `CheckpointStateError` for weights of another model, and rounded ones; read errors.
  private func loadWeights(of folder: String, into state: TrainingState) throws {
    if let model = state.model as? AdaptedModel {
      guard OpenedAdapter.isIn(folder) else {
        throw CheckpointStateError(
          folder: folder, problem: "holds a whole model, but model.adapter asks for an adapter")
      }
      let opened = try OpenedAdapter(folder: folder, beside: model.base)
      if opened.adapter != model.adapter {
        throw CheckpointStateError(folder: folder, problem: "holds another adapter than the recipe's")
      }
      if opened.isInBFloat16 { throw Self.rounded(folder) }
      try setup.source?.load(into: state.parameters)
      return try opened.load(into: state.parameters)
    }
    if OpenedAdapter.isIn(folder) {
      throw CheckpointStateError(folder: folder, problem: "holds an adapter, but model.adapter is null")
    }
    let opened = try OpenedModel(folder: folder)
    if opened.model.parameters.map(\.name) != state.model.parameters.map(\.name) {
      throw CheckpointStateError(folder: folder, problem: "holds another model than the recipe's")
    }
    // A copy of `best/`, say: what was rounded off is nowhere else.
    if opened.isInBFloat16 { throw Self.rounded(folder) }
    try opened.load(into: state.parameters)
  }

  private static func rounded(_ folder: String) -> CheckpointStateError {
    CheckpointStateError(
      folder: folder,
      problem: "holds weights that were rounded to bfloat16, and training goes on in float32",
      nextStep: "To train on with them, begin a new run whose model.folder is this folder.")
  }

  /// Refuses the state of another optimizer; earlier versions, which did not name theirs, had the default
  /// one.
  private func requireOptimizer(of trainer: TrainerState, at path: String) throws(CheckpointStateError) {
    let stored = trainer.strings[Key.optimizer] ?? OptimizerSettings().kind.rawValue
    let wanted = optimizer.kind.rawValue
    if stored == wanted { return }
    throw CheckpointStateError(
      folder: path, problem: "holds the state of \(stored), but optimizer.kind is '\(wanted)'",
      nextStep: "Set optimizer.kind to '\(stored)' to go on; to train on with \(wanted), begin a new run "
        + "whose model.folder is the checkpoint's folder.")
  }
}
