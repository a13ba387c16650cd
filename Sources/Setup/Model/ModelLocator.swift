import Checkpoints
import Diagnostics
import Foundation
import Runs
import Storage
import Tokenization

/// Finds the model folder that a path stands for.
package enum ModelLocator {
  /// A model folder, and the run that it belongs to.
  package struct Found: Sendable {
    /// The model folder.
    package let folder: String
    /// The run folder that it lies in.
    package let run: RunFolder?
  }

  /// The model that `path` stands for: itself, or a run's best model, or its newest checkpoint where it has
  /// no best.
  /// - Throws: `FileError`, `ModelLocatorError`.
  package static func locate(_ path: String) throws -> Found {
    try InputFile.requireDirectory(path, what: "model or run folder")
    let full = URL(fileURLWithPath: path).path
    if isModel(full) {
      return Found(folder: full, run: runAbove(full))
    }
    let run = RunFolder(path: full)
    guard FolderChain.isFile(run.resolvedRecipeFile) else { throw ModelLocatorError.notAModel(path: path) }
    let store = CheckpointStore(root: full)
    if let best = try store.promoted() { return Found(folder: best.folder, run: run) }
    guard let newest = try store.newestComplete().checkpoint else {
      throw ModelLocatorError.noCheckpoint(path: path)
    }
    return Found(folder: newest.folder, run: run)
  }

  /// The model folder that a setting names: the path itself, or a run's model, which is then told.
  /// - Parameter key: the dotted key of the setting.
  /// - Throws: `FileError`, `ModelLocatorError`, `CheckpointError`.
  package static func modelFolder(_ path: String, key: String) throws -> (folder: String, note: String?) {
    let isRun = FolderChain.isFile(RunFolder(named: path).resolvedRecipeFile)
    guard isRun, !isModel(path) else { return (path, nil) }
    let folder = try locate(path).folder
    let kind = folder.hasSuffix("/\(CheckpointStore.bestName)") ? "best" : "newest"
    let step = try CheckpointManifest(reading: folder).step
    return (folder, "\(key): '\(path)' is a run; its \(kind) checkpoint is taken, that of step \(step)")
  }

  /// Whether a folder holds a model or an adapter.
  private static func isModel(_ path: String) -> Bool {
    FolderChain.isFile("\(path)/\(ModelFolder.configurationName)") || OpenedAdapter.isIn(path)
  }

  private static func runAbove(_ folder: String) -> RunFolder? {
    let parent = URL(fileURLWithPath: folder).deletingLastPathComponent()
    for candidate in [parent.path, parent.deletingLastPathComponent().path] {
      let run = RunFolder(path: candidate)
      if FolderChain.isFile(run.resolvedRecipeFile) { return run }
    }
    return nil
  }
}

/// Why a path stands for no model.
package enum ModelLocatorError: UserError, Equatable {
  /// The folder is neither a model nor a run.
  case notAModel(path: String)
  /// The run has no whole checkpoint yet.
  case noCheckpoint(path: String)
  /// The model belongs to no run, so there is no recipe to evaluate it by.
  case noRecipe(path: String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    if case .noRecipe = self { .usage } else { .data }
  }

  /// Where it is.
  package var location: SourceLocation? {
    switch self {
    case .notAModel(let path), .noCheckpoint(let path), .noRecipe(let path): SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .notAModel:
      "is neither a model folder (config.json, adapter_config.json) nor a run folder (resolved.json)"
    case .noCheckpoint: "is a run without a whole checkpoint"
    case .noRecipe: "belongs to no run, so nothing says what to evaluate it on"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .notAModel: "Name a Hugging Face model folder, a checkpoint, or a run."
    case .noCheckpoint: "Train it further, or name another."
    case .noRecipe: "Name a recipe with --recipe."
    }
  }
}

extension ModelLocator.Found {
  /// That the model is what its run started from, where it is: nobody who asks a run for its model expects
  /// that.
  /// - Returns: a warning; `nil` for trained weights, and for folders of no run.
  /// - Throws: `FileError`, `JSONError`, `RecipeError`, `CheckpointError`.
  package func untrainedWarning() throws -> String? {
    guard let run, FolderChain.isFile("\(folder)/\(CheckpointManifest.fileName)"),
      try CheckpointManifest(reading: folder).step == 0
    else { return nil }
    let what = "\(folder) holds the weights of step 0, which have had no training"
    let later = CheckpointStore(root: run.path)
    guard URL(fileURLWithPath: folder).lastPathComponent == CheckpointStore.bestName,
      let newest = try later.list(.sizes).complete.first, newest.step > 0
    else { return what }
    let metric = try run.recipe().recipe.evaluation.bestMetric.rawValue
    return "\(what): by \(metric), and the loss where that is the same, no later evaluation was better; "
      + "trained weights are in \(newest.folder)"
  }
}
