import Checkpoints
import Diagnostics
import Evaluation
import Foundation
import Instructions
import JSON
import Recipes
import Runs
import Storage
import Training

/// What a run tells of one of its models.
package struct ExportedRun {
  /// What the run was made of.
  package let passport: RunPassport
  /// Its settings.
  package let recipe: Recipe
  /// The folder that the first weights came from, where it is still there; `nil` for drawn ones.
  package let baseFolder: String?
  /// Optimizer steps that the model has had.
  package let step: Int
  /// Whether the model is the run's best.
  package let isBest: Bool
  /// The scores of these weights, or of the last ones before that were evaluated.
  package let evaluation: EvaluationSummary?
  /// What became of the examples up to the step.
  package let ledger: Ledger?

  /// Reads the run folder that a model folder lies in.
  /// - Throws: `FileError`, `JSONError`, `RecipeError`, `RunFolderError`, `CheckpointError`, `HDF5Error`.
  package init(_ run: RunFolder, folder: String) throws {
    passport = try RunPassport.read(run.passportFile).withoutFolders
    let loaded = try run.recipe()
    recipe = loaded.recipe
    let inputs = RecipeInputs(of: loaded, recipeFile: try run.recipeOrigin())
    baseFolder = recipe.model.folder.flatMap { try? inputs.resolve($0, key: "model.folder") }
    let step = try CheckpointManifest(reading: folder).step
    self.step = step
    isBest = URL(fileURLWithPath: folder).lastPathComponent == CheckpointStore.bestName
    let stateFile = "\(folder)/\(TrainerStateFile.fileName)"
    let state = FolderChain.isFile(stateFile) ? try TrainerStateFile(reading: stateFile).state : nil
    // The evaluation of a step comes before its checkpoint, or after the newest one.
    let evaluated = [step, state?.integers[CheckpointKeeper.Key.lastEvaluation]].compactMap { $0 }
    evaluation = try evaluated.lazy.compactMap { try Self.evaluation(run, step: $0) }.first
    ledger = state?.strings[CheckpointKeeper.Key.ledger].flatMap { text in
      try? EventCoding.decode(Ledger.self, from: Data(text.utf8))
    }
  }

  private static func evaluation(_ run: RunFolder, step: Int) throws -> EvaluationSummary? {
    let path = run.evaluationSummaryFile(step: step)
    if !FolderChain.isFile(path) { return nil }
    let data = try InputFile.read(path, what: "evaluation summary")
    do {
      return try EventCoding.decode(EvaluationSummary.self, from: data)
    } catch {
      throw RunFolderError.damaged(
        path: path, problem: "is not an evaluation summary that this version can read")
    }
  }
}
