import Autograd
import Diagnostics
import Evaluation
import Foundation
import Instructions
import JSON
import Models
import Optimizers
import ProcessGroups
import Recipes
import Runs
import Setup
import Storage

/// A run with everything read, checked and prepared: all that can go wrong before the first step has gone
/// right.
package struct PreparedRun {
  /// What has been read and planned.
  package let planned: PlannedRun
  /// The tensors.
  package let state: TrainingState
  package let step: TrainingStep
  package let evaluator: Evaluator
  package let suiteEvaluator: SuiteEvaluator
  package let checkpoints: CheckpointKeeper
  /// The processes that train together; `nil` is this one alone.
  package let ranks: (any ProcessGroup)?
  /// Where the run stands.
  package internal(set) var progress = TrainerProgress()

  /// The recipe.
  package var loaded: LoadedRecipe { planned.loaded }
  /// Where the run is written.
  package var folder: RunFolder { planned.folder }
  /// Tokenizer and model.
  package var setup: ModelSetup { planned.setup }
  /// What is trained on and tested with.
  package var data: TrainingData { planned.data }

  /// Reads model and data and prepares the programs; touches no file of the run.
  /// - Parameters:
  ///   - recipeFile: where the recipe lay when the run was started, for a resume.
  ///   - fileSystem: what checkpoints are written through.
  ///   - caching: what may be done with the recipe's cache, and who is told.
  ///   - ranks: the processes that train together.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model; `MemoryLimitError`.
  package init(
    _ loaded: LoadedRecipe, folder: RunFolder, recipeFile: String? = nil, runtime: any Runtime,
    fileSystem: FileSystem = .standard, caching: CacheHandling = CacheHandling(.readOnly),
    ranks: (any ProcessGroup)? = nil
  ) throws {
    try self.init(
      PlannedRun(
        loaded, folder: folder, recipeFile: recipeFile, runtime: runtime, caching: caching, ranks: ranks),
      runtime: runtime, fileSystem: fileSystem, warn: caching.warn, ranks: ranks)
  }

  /// Prepares the programs of a planned run.
  /// - Parameters:
  ///   - fileSystem: what checkpoints are written through.
  ///   - warn: told why a compiled program of the run's folder cannot be taken.
  ///   - ranks: the processes that train together.
  /// - Throws: `ModelSetupError.tooLarge`: the system would end the program in its work; what preparing the step throws.
  package init(
    _ planned: PlannedRun, runtime: any Runtime, fileSystem: FileSystem = .standard,
    warn: @escaping @Sendable (String) -> Void = { _ in }, ranks: (any ProcessGroup)? = nil
  ) throws {
    self.ranks = ranks
    if let shortage = planned.shortage { throw shortage }
    self.planned = planned
    let recipe = planned.loaded.recipe
    state = TrainingState(
      planned.setup.model, optimizer: recipe.optimizer.rule,
      frozen: planned.plan.programs.options.frozen, runtime: runtime)
    runtime.takePrograms(from: planned.folder.programsFolder, report: warn)
    step = try TrainingStep(state, planned.plan.programs, runtime: runtime, ranks: ranks)
    evaluator = Evaluator(
      planned.setup.model, state.parameters, runtime: runtime, tokenizer: planned.setup.tokenizer,
      packer: planned.data.evaluationPacker,
      batch: recipe.evaluation.batch, maximumTokens: recipe.evaluation.maximumTokens, ranks: ranks)
    suiteEvaluator = SuiteEvaluator(
      planned.setup.model, state.parameters, runtime: runtime, tokenizer: planned.setup.tokenizer,
      batch: recipe.evaluation.batch, ranks: ranks)
    checkpoints = CheckpointKeeper(
      planned.folder, recipe: recipe, setup: planned.setup, fileSystem: fileSystem)
  }

  /// Fills the tensors: from the newest whole checkpoint, else from the recipe's folder or seed.
  /// - Returns: messages about checkpoints that were skipped, and about a best one that was not whole.
  package mutating func load() throws -> [String] {
    let (restored, skipped) = try checkpoints.restore(into: state, repairs: true)
    if let restored {
      progress = restored
    } else {
      try loadFirstWeights()
    }
    return try skipped.map { "skipped the checkpoint of step \($0.step): \($0.reason.description)" }
      + checkpoints.mendBest(progress)
  }

  /// Fills the tensors as a new run does: from the recipe's folder or seed.
  package func loadFirstWeights() throws {
    if let source = setup.source {
      try source.load(into: state.parameters)
      if let model = state.model as? AdaptedModel {
        state.parameters.initialize(model.adapterParameters, seed: UInt64(loaded.recipe.seed))
      }
    } else {
      state.parameters.initialize(seed: UInt64(loaded.recipe.seed))
    }
  }

  /// The run's passport.
  /// - Parameter runtime: what the runtime that it was prepared on says of itself.
  package func passport(programVersion: String, runtime: RuntimeDescription) throws -> RunPassport {
    var passport = RunPassport(of: loaded, programVersion: programVersion, runtime: runtime)
    passport.data = data.inputs
    passport.tokenizer = setup.vocabulary
    passport.device?.stepSHA256 = try step.compiledHash()
    passport.recomputedBlocks = planned.plan.recomputed.count
    if let source = setup.source {
      let hash = try ContentHash.of(path: source.folder, what: "model folder")
      passport.initialWeights = .init(key: "model.folder", path: source.folder, sha256: hash)
    }
    return passport
  }

  /// What is told before the first step.
  package func summary(passport: RunPassport) throws -> RunSummary {
    let recipe = loaded.recipe
    return RunSummary(
      name: recipe.name, folder: folder.path, passport: passport, settings: loaded.settingsTable,
      mixture: try data.mixtureRows(steps: recipe.train.steps),
      examples: try DataInspection(planned.data, tokenizer: planned.setup.tokenizer).firstExamples(),
      parameterCount: setup.model.parameterCount,
      trainedCount: planned.plan.programs.trainedCount,
      arithmetic: planned.arithmetic, resumedFromStep: progress.lastCheckpoint,
      loggingEvery: recipe.logging.every,
      bestMetric: recipe.evaluation.bestMetric, suites: data.suites.names)
  }

  /// Trains, telling `listener` how it goes.
  /// - Parameter lock: the right to write to the run's folder; losing it ends the run.
  package func train(
    listener: any TrainingListener, stop: StopRequest, lock: RunLock? = nil
  ) throws -> RunOutcome {
    try train(listener: listener, stop: stop, lock: lock, warnings: PendingMessages())
  }

  /// - Parameter warnings: what is found out on the way, told after the step.
  package func train(
    listener: any TrainingListener, stop: StopRequest, lock: RunLock?, warnings: PendingMessages
  ) throws -> RunOutcome {
    try Trainer(self, listener: listener, stop: stop, lock: lock, warnings: warnings).run()
  }
}

extension PreparedRun {
  /// Gives all processes what the first has loaded: the tensors and where the run stands. So the run's folder need not be
  /// where the others can read it, and all begin with the same bytes.
  /// - Throws: `ProcessGroupError`.
  package mutating func shareState() throws {
    guard let ranks else { return }
    let parameters = state.parameters.specifications.map { state.parameters[$0.name] }
    for storage in parameters + state.slotNames.compactMap({ state.slots[$0] }) {
      try storage.withMutableBytes { try ranks.copyFromFirst($0) }
    }
    let first = progress
    progress = try EventCoding.decode(
      TrainerProgress.self, from: ranks.broadcast { try EventCoding.line(first) })
  }
}
