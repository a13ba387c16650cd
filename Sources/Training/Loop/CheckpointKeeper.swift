import Checkpoints
import Diagnostics
import Evaluation
import Foundation
import Instructions

/// Writes and reads a run's checkpoints: model folders with a trainer's state beside.
public struct CheckpointKeeper {
  let folder: RunFolder
  let store: CheckpointStore
  let setup: ModelSetup
  let keepLast: Int
  let seed: UInt64

  init(_ folder: RunFolder, recipe: Recipe, setup: ModelSetup) {
    self.folder = folder
    self.setup = setup
    store = CheckpointStore(root: folder.path)
    keepLast = recipe.checkpoint.keepLast
    seed = UInt64(recipe.seed)
  }

  enum Key {
    static let bestValue = "bestValue"
    static let bestStep = "bestStep"
    static let lastEvaluation = "lastEvaluation"
    static let ledger = "ledger"
    static let spikes = "spikes"
  }

  /// Writes a checkpoint beside, syncs it and renames it into place; removes the oldest beyond `keepLast`.
  /// - Returns: the folder's path.
  func save(_ state: TrainingState, _ progress: TrainerProgress) throws -> String {
    try store.write(step: progress.step, keepLast: keepLast) { folder in
      try Self.writeModel(
        state.model, state.parameters, configuration: setup.configurationFile, tokenizer: setup.tokenizer,
        to: folder)
      var trainer = TrainerState(step: progress.step, seed: seed)
      if let value = progress.bestValue { trainer.scalars[Key.bestValue] = value }
      if let step = progress.bestStep { trainer.integers[Key.bestStep] = step }
      if let step = progress.lastEvaluation { trainer.integers[Key.lastEvaluation] = step }
      trainer.strings[Key.ledger] = String(decoding: try EventCoding.line(progress.ledger), as: UTF8.self)
      trainer.strings[Key.spikes] = String(decoding: try EventCoding.line(progress.spikes), as: UTF8.self)
      let tensors = state.slotNames.compactMap { name in
        state.slots[name].map { NamedTensor(name, storage: $0) }
      }
      try TrainerStateFile.write(trainer, tensors: tensors, to: "\(folder)/\(TrainerStateFile.fileName)")
    }.folder
  }

  /// Makes the checkpoint of a step the best one, which rotation never touches.
  func keepBest(step: Int) throws { try store.promote(step: step) }

  /// Reads the newest whole checkpoint into `state`.
  /// - Returns: where the run stands, or `nil` where there is no checkpoint; and what was skipped as damaged.
  /// - Throws: `CheckpointStateError` where a checkpoint is whole but of another model; read errors.
  func restore(
    into state: TrainingState
  ) throws -> (progress: TrainerProgress?, skipped: [CheckpointStore.Skipped]) {
    _ = try store.cleanUp()
    let (checkpoint, skipped) = try store.newestComplete()
    guard let checkpoint else {
      if let first = skipped.first {
        throw NoWholeCheckpointError(folder: store.checkpointsFolder, newest: first.reason)
      }
      return (nil, skipped)
    }
    let opened = try OpenedModel(folder: checkpoint.folder)
    if opened.model.parameters.map(\.name) != state.model.parameters.map(\.name) {
      throw CheckpointStateError(folder: checkpoint.folder, problem: "holds another model than the recipe's")
    }
    try opened.load(into: state.parameters)
    let path = "\(checkpoint.folder)/\(TrainerStateFile.fileName)"
    let file = try TrainerStateFile(reading: path)
    if Set(file.tensors.map(\.name)) != Set(state.slotNames) {
      throw CheckpointStateError(folder: path, problem: "holds other optimizer state than the recipe's")
    }
    for name in state.slotNames {
      try state.slots[name]?.withMutableBytes {
        try file.readFloats(name, into: $0.bindMemory(to: Float.self))
      }
    }
    var progress = TrainerProgress()
    progress.step = file.state.step
    progress.lastCheckpoint = file.state.step
    progress.bestValue = file.state.scalars[Key.bestValue]
    progress.bestStep = file.state.integers[Key.bestStep]
    progress.lastEvaluation = file.state.integers[Key.lastEvaluation]
    if let text = file.state.strings[Key.ledger] {
      progress.ledger = (try? EventCoding.decode(Ledger.self, from: Data(text.utf8))) ?? Ledger()
    }
    if let text = file.state.strings[Key.spikes] {
      progress.spikes = (try? EventCoding.decode(SpikeWatch.self, from: Data(text.utf8))) ?? SpikeWatch()
    }
    // A process that ended between the two has left the checkpoint of the best step without its copy.
    if progress.bestStep == progress.step, (try? store.promoted()?.step) != progress.step {
      try keepBest(step: progress.step)
    }
    return (progress, skipped)
  }

  /// Writes every prediction of an evaluation, one JSON object a line.
  func writePredictions(_ predictions: [Prediction], step: Int) throws {
    let path = folder.evaluationFolder(step: step)
    try folder.create(path)
    var text = Data()
    for prediction in predictions { text += try EventCoding.line(prediction) + Data("\n".utf8) }
    try AtomicFile.write(text, to: "\(path)/predictions.jsonl")
  }
}
