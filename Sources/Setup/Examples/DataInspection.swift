import Diagnostics
import Foundation
import Instructions
import Recipes
import Runs
import Storage
import Tokenization

/// What a recipe's data comes to, shown on demand: any step's batch, samples, statistics. No model is made.
package struct DataInspection {
  /// The recipe.
  package let loaded: LoadedRecipe
  /// The run whose data it is; `nil` for a recipe.
  package let run: RunFolder?
  /// The tasks and the stream of batches.
  package let data: TrainingData
  package let tokenizer: any Tokenizer
  /// Where the recipe lay when the run was started.
  package let recipeFile: String?

  /// Reads vocabulary and data.
  /// - Throws: any `UserError` about recipe, data or vocabulary.
  package init(_ source: InspectionSource) throws {
    run = source.run
    recipeFile = source.recipeFile
    let inputs = RecipeInputs(of: source.loaded, recipeFile: source.recipeFile)
    tokenizer = try ModelSetup.tokenizer(of: source.loaded, inputs: inputs)
    data = try TrainingData(source.loaded, inputs: inputs, tokenizer: tokenizer)
    loaded = data.loaded
  }

  /// Data that has been read.
  package init(_ data: TrainingData, tokenizer: any Tokenizer) {
    loaded = data.loaded
    (run, recipeFile) = (nil, nil)
    self.data = data
    self.tokenizer = tokenizer
  }

  /// Checks that the first `steps` steps can be gone through.
  /// - Throws: `InspectionError.badStepCount`.
  package func requireSteps(_ steps: Int) throws(InspectionError) {
    if !(1...InspectionError.mostSteps).contains(steps) { throw .badStepCount(steps) }
  }
}

/// A recipe, or the run that was made of one.
package struct InspectionSource {
  /// The recipe.
  package let loaded: LoadedRecipe
  /// The run.
  package let run: RunFolder?
  /// Where the recipe lay when the run was started.
  package let recipeFile: String?

  /// The recipe that `path` names, or that of the run in the folder `path`.
  /// - Throws: what `RecipeLocator.locate`, `Recipe.load` and `RunFolder.existing` throw.
  package init(_ path: String, overrides: [String], locator: RecipeLocator = .standard()) throws {
    if FolderChain.isFolder(path) {
      let folder = try RunFolder.existing(at: path)
      run = folder
      recipeFile = try folder.recipeOrigin()
      loaded = try folder.recipe(overrides: overrides)
    } else {
      run = nil
      recipeFile = nil
      loaded = try Recipe.load(try locator.locate(path), overrides: overrides)
    }
  }
}

/// What cannot be shown.
package enum InspectionError: UserError, Equatable {
  /// Steps count from 1.
  case badStep(Int)
  /// So many steps are not gone through.
  case badStepCount(Int)
  /// The task is held out whole, so that no example of it is in the stream.
  case untrainedTask(name: String, trained: [String])
  /// The run has no checkpoint yet, so that nothing says what became of its examples.
  case noLedger(run: String)
  /// The run has not diverged (no NaN, no infinity), or the source is no run.
  case noDivergence(run: String)
  /// The recipe or run trains the model's own weights.
  case noAdapter(source: String)
  /// A folder that holds an adapter is what it is, whatever settings say.
  case folderWithSettings(folder: String, setting: String)

  /// The most steps that statistics are made of.
  package static let mostSteps = 1_000_000

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .noLedger, .noDivergence, .noAdapter: .data
    default: .usage
    }
  }

  /// The run's folder.
  package var location: SourceLocation? {
    switch self {
    case .noLedger(let path), .noDivergence(let path), .noAdapter(let path),
      .folderWithSettings(let path, _):
      SourceLocation(file: path)
    default: nil
    }
  }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .badStep(let step): "there is no step \(step)"
    case .badStepCount(let steps): "\(steps) steps cannot be gone through"
    case .untrainedTask(let name, _): "the task '\(name)' is held out whole: the stream has no example of it"
    case .noLedger: "is a run without a whole checkpoint, and the ledger is kept there"
    case .noDivergence: "has no divergence.json: it is no run, or one that has not diverged"
    case .noAdapter: "trains the model's own weights: model.adapter is null"
    case .folderWithSettings(_, let setting):
      "holds an adapter, which the setting '\(setting)' cannot change"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .badStep: "Steps count from 1, as in the log; there is no last one."
    case .badStepCount: "Name 1 to \(Self.mostSteps)."
    case .untrainedTask(let name, let trained): NearestName.advice(for: name, in: trained)
    case .noDivergence:
      "Name the folder of a run that ended with exit code 2; --step shows the batch of any step."
    case .noAdapter: "Name a recipe or run with model.adapter, or a folder with an adapter_config.json."
    case .folderWithSettings: "Leave it out, or name the adapter's run or recipe."
    case .noLedger: "Train it further, or name its recipe for what the first steps would give."
    }
  }
}
