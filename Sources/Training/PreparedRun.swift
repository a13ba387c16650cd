import Autograd
import Diagnostics
import Evaluation
import Foundation
import Models
import Optimizers

/// A run with everything read, checked and prepared: all that can go wrong before the first step has gone right.
public struct PreparedRun {
  /// The recipe.
  public let loaded: LoadedRecipe
  /// Where the run is written.
  public let folder: RunFolder
  /// Tokenizer and model.
  public let setup: ModelSetup
  /// What is trained on and tested with.
  public let data: TrainingData
  /// The tensors.
  public let state: TrainingState
  let step: TrainingStep
  let evaluator: Evaluator
  let checkpoints: CheckpointKeeper
  /// Where the run stands.
  public private(set) var progress = TrainerProgress()

  /// Reads model and data and prepares the programs; touches no file of the run.
  /// - Parameter recipeFile: where the recipe lay when the run was started, for a resume.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model.
  public init(
    _ loaded: LoadedRecipe, folder: RunFolder, recipeFile: String? = nil, runtime: any Runtime
  ) throws {
    self.loaded = loaded
    self.folder = folder
    let recipe = loaded.recipe
    let inputs = RecipeInputs(of: loaded, recipeFile: recipeFile)
    setup = try ModelSetup(loaded, inputs: inputs)
    data = try TrainingData(loaded, inputs: inputs, tokenizer: setup.tokenizer)
    state = TrainingState(setup.model, optimizer: recipe.optimizer.adafactor, runtime: runtime)
    let shape = PackedShape(
      rows: recipe.packing.rows, inputLength: recipe.packing.inputLength,
      targetLength: recipe.packing.targetLength)
    step = TrainingStep(
      state, shape: shape,
      options: TrainingStepOptions(
        loss: LossOptions(zLoss: recipe.loss.zLoss, labelSmoothing: recipe.loss.labelSmoothing),
        optimizer: recipe.optimizer.adafactor,
        clipping: recipe.optimizer.globalNormClip.map(GlobalNormClipping.init(limit:))), runtime: runtime)
    try ModelSetup.checkMemory(setup.model, bytes: Double(step.workspaceBytes) + Double(state.byteCount))
    evaluator = Evaluator(
      setup.model, state.parameters, runtime: runtime, tokenizer: setup.tokenizer,
      packer: data.evaluationPacker,
      batch: recipe.evaluation.batch, maximumTokens: recipe.evaluation.maximumTokens)
    checkpoints = CheckpointKeeper(folder, recipe: recipe, setup: setup)
  }

  /// Fills the tensors: from the newest whole checkpoint, else from the recipe's folder or seed.
  /// - Returns: messages about checkpoints that were skipped.
  public mutating func load() throws -> [String] {
    let (restored, skipped) = try checkpoints.restore(into: state)
    if let restored {
      progress = restored
    } else if let source = setup.source {
      try source.load(into: state.parameters)
    } else {
      state.parameters.initialize(seed: UInt64(loaded.recipe.seed))
    }
    return skipped.map { "skipped the checkpoint of step \($0.step): \($0.reason.description)" }
  }

  /// The run's passport.
  public func passport(programVersion: String, threads: Int, blas: String) throws -> RunPassport {
    var passport = RunPassport(of: loaded, programVersion: programVersion, threads: threads, blas: blas)
    passport.data = data.inputs
    passport.tokenizer = setup.vocabulary
    if let source = setup.source {
      let hash = try ContentHash.of(path: source.folder, what: "model folder")
      passport.initialWeights = .init(key: "model.folder", path: source.folder, sha256: hash)
    }
    return passport
  }

  /// What is told before the first step.
  public func summary(passport: RunPassport) throws -> RunSummary {
    let recipe = loaded.recipe
    return RunSummary(
      name: recipe.name, folder: folder.path, passport: passport, settings: loaded.settingsTable,
      mixture: try data.mixtureRows(steps: recipe.train.steps), parameterCount: setup.model.parameterCount,
      arithmetic: RunArithmetic(
        steps: recipe.train.steps, rows: recipe.packing.rows, inputLength: recipe.packing.inputLength,
        targetLength: recipe.packing.targetLength, examplesPerStep: data.batches.examplesPerStep,
        operationsPerStep: Double(step.program.cost.floatingPointOperations),
        memoryBytes: step.workspaceBytes + state.byteCount),
      resumedFromStep: progress.lastCheckpoint, loggingEvery: recipe.logging.every,
      bestMetric: recipe.evaluation.bestMetric)
  }

  /// Trains, telling `listener` how it goes.
  public func train(listener: any TrainingListener, stop: StopRequest) throws -> RunOutcome {
    try Trainer(self, listener: listener, stop: stop).run()
  }
}
