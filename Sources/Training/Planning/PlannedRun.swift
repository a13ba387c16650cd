import Autograd
import Diagnostics
import Evaluation
import Foundation
import Instructions
import Models
import Optimizers
import ProcessGroups
import Recipes
import Runs
import Setup

/// A run with everything read and checked, and its step planned; no tensor is in memory yet.
package struct PlannedRun {
  /// The recipe, with its epochs or target tokens counted as steps.
  package let loaded: LoadedRecipe
  /// Where the run is written.
  package let folder: RunFolder
  /// Tokenizer and model.
  package let setup: ModelSetup
  /// What is trained on and tested with.
  package let data: TrainingData
  /// How the step is computed, within the recipe's limit of memory.
  package let plan: StepPlan
  /// Why the machine cannot carry out the run, where it has too little memory.
  package let shortage: ModelSetupError?

  /// Reads model and data and plans the step; touches no file of the run.
  /// - Parameters:
  ///   - recipeFile: where the recipe lay when the run was started, for a resume.
  ///   - caching: what may be done with the recipe's cache, and who is told.
  ///   - ranks: the processes that train together; those of one machine share its memory.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model; `MemoryLimitError`.
  package init(
    _ loaded: LoadedRecipe, folder: RunFolder, recipeFile: String? = nil, runtime: any Runtime,
    caching: CacheHandling = CacheHandling(.readOnly), ranks: (any ProcessGroup)? = nil
  ) throws {
    self.folder = folder
    let inputs = RecipeInputs(of: loaded, recipeFile: recipeFile)
    setup = try ModelSetup(loaded, inputs: inputs)
    data = try TrainingData(loaded, inputs: inputs, tokenizer: setup.tokenizer, caching: caching)
    self.loaded = data.loaded
    try StepPlanner.refuseAbsurdity(loaded.recipe, setup.model)
    let frozen = try FrozenParameters(self.loaded, of: setup.model).names
    let planner = StepPlanner(loaded.recipe, setup, data, frozen: frozen, runtime: runtime)
    if let limit = loaded.recipe.memory.limit {
      do {
        plan = try planner.plan(within: limit.bytes)
      } catch {
        var located = error
        located.location = loaded.place(of: "memory.limit")
        throw located
      }
    } else {
      plan = planner.plan(recomputing: 0)
    }
    // A card has memory of its own.
    shortage = planner.shortage(
      of: plan,
      memory: runtime.description.device?.memoryBytes ?? ProcessLimits.memory / (ranks?.countHere ?? 1))
  }
}

extension StepPlanner {
  /// The planner of a recipe's step.
  /// - Parameter frozen: the names of the parameters that are not trained.
  package init(
    _ recipe: Recipe, _ setup: ModelSetup, _ data: TrainingData, frozen: Set<String>, runtime: any Runtime
  ) {
    model = setup.model
    shape = PackedShape(
      rows: recipe.packing.rows, inputLength: recipe.packing.inputLength,
      targetLength: recipe.packing.targetLength)
    options = TrainingStepOptions(
      loss: LossOptions(zLoss: recipe.loss.zLoss, labelSmoothing: recipe.loss.labelSmoothing),
      optimizer: recipe.optimizer.rule,
      clipping: recipe.optimizer.globalNormClip.map(GlobalNormClipping.init(limit:)),
      accumulation: recipe.train.accumulation, frozen: frozen)
    self.runtime = runtime
    let prompts = (data.heldOutInstances.groups + data.heldOutClusters.groups).flatMap(\.examples)
      .map { min($0.tokens.inputs.count, recipe.packing.inputLength) }
    let words = data.evaluation.heldOutTexts.groups.flatMap(\.examples).compactMap(\.lastWord?.prompt.count)
    let evaluates = recipe.evaluation.every != nil || recipe.evaluation.atStart
    let suiteBytes =
      evaluates
      ? SuiteEvaluator.workspaceBytes(
        setup.model, runtime: runtime, tokenizer: setup.tokenizer, runs: data.suites.runs,
        batch: recipe.evaluation.batch) : 0
    evaluationBytes =
      suiteBytes
      + (!evaluates || prompts.isEmpty && data.evaluation.heldOutTexts.count == 0
        ? 0
        : Evaluator.workspaceBytes(
          setup.model, runtime: runtime, tokenizer: setup.tokenizer, packer: data.evaluationPacker,
          batch: recipe.evaluation.batch,
          maximumTokens: max(recipe.evaluation.maximumTokens, words.isEmpty ? 0 : LastWord.answerTokens),
          promptLengths: prompts + words))
    processBytes = ProcessMemory.resident + ProcessMemory.reserve
  }

  /// Refuses a step whose sizes no machine's integers could count.
  /// - Throws: `ModelSetupError.tooLarge`.
  package static func refuseAbsurdity(_ recipe: Recipe, _ model: any LanguageModel) throws {
    let packing = recipe.packing
    let length = Double(packing.inputLength + packing.targetLength)
    let shape = PackedShape(
      rows: packing.rows, inputLength: packing.inputLength, targetLength: packing.targetLength)
    let width = model.widths(shape).reduce(0.0) { $0 + Double($1) }
    let blocks = Double(model.blockCount)
    // Some twenty tensors of each width in a block, of four bytes.
    let bytes = 80 * blocks * Double(packing.rows) * length * width + 4 * Double(model.parameterCount)
    if bytes > 0x1p60 {
      throw ModelSetupError.tooLarge(
        weights: model.parameterCount, bytes: bytes,
        memory: Double(ProcessLimits.memory), fitting: [])
    }
  }

  /// Why a plan cannot be carried out with so much memory; `nil` where it can.
  package func shortage(of plan: StepPlan, memory: Int) -> ModelSetupError? {
    if plan.memory.total <= memory { return nil }
    var fitting = error(memory, plan).fitting
    if self.plan(recomputing: model.blockCount).memory.total <= (memory >> 20) << 20 {
      fitting = ["memory.limit=\(memory >> 20)MiB"]
    }
    return .tooLarge(
      weights: model.parameterCount, bytes: Double(plan.memory.total), memory: Double(memory),
      fitting: fitting)
  }
}

extension PlannedRun {
  /// What the run amounts to.
  package var arithmetic: RunArithmetic {
    let recipe = loaded.recipe
    return RunArithmetic(
      steps: recipe.train.steps, rows: recipe.packing.rows, inputLength: recipe.packing.inputLength,
      targetLength: recipe.packing.targetLength, examplesPerStep: data.batches.examplesPerStep,
      operationsPerStep: Double(plan.programs.cost.floatingPointOperations), memoryBytes: plan.memory.total,
      accumulation: recipe.train.accumulation, recomputedBlocks: plan.recomputed.count,
      blocks: setup.model.blockCount)
  }
}
