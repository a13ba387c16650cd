import Diagnostics
import Foundation
import Models
import Recipes
import Storage

/// The folder of one run, and where everything lies in it.
package struct RunFolder: Sendable {
  /// The folder's path.
  package let path: String
  /// What its files are written through.
  package var fileSystem = FileSystem.standard

  /// The run folder at `path`, which need not exist.
  package init(path: String) { self.path = path }

  /// The folder of the run that `recipe` describes: `output.folder`/`name`.
  /// - Parameter workingDirectory: what a relative folder is relative to; without it the path stays relative,
  ///   as the user wrote it.
  package init(of recipe: Recipe, workingDirectory: String? = nil) {
    var folder = recipe.output.folder.withoutTrailingSlashes
    if let workingDirectory, !folder.hasPrefix("/") {
      folder = folder.isEmpty ? workingDirectory : "\(workingDirectory)/\(folder)"
    }
    path = folder.isEmpty ? recipe.name : "\(folder == "/" ? "" : folder)/\(recipe.name)"
  }

  /// The run folder that a user has named, without slashes at the end.
  package init(named path: String) { self.path = path.withoutTrailingSlashes }

  /// The recipe as it was given.
  package var recipeFile: String { path + "/recipe.json" }
  /// The recipe with every setting.
  package var resolvedRecipeFile: String { path + "/resolved.json" }
  /// The run's passport.
  package var passportFile: String { path + "/run.json" }
  /// Where the run was started, for this machine alone.
  package var originFile: String { path + "/origin.json" }
  /// What was read and trained on.
  package var ledgerFile: String { path + "/ledger.json" }
  /// How training diverged (NaN or an infinity), where it did.
  package var divergenceFile: String { path + "/divergence.json" }
  /// The log.
  package var logFile: String { path + "/log.txt" }
  /// Every step and evaluation, one JSON object to a line.
  package var metricsFile: String { path + "/metrics.jsonl" }
  /// The same as a table.
  package var metricsTableFile: String { path + "/metrics.csv" }
  /// The compiled programs of the step, where a plug-in has compiled them.
  package var programsFolder: String { path + "/programs" }
  /// TensorBoard's folder.
  package var tensorBoardFolder: String { path + "/tb" }
  /// The folder of checkpoints.
  package var checkpointsFolder: String { path + "/checkpoints" }
  /// The best checkpoint.
  package var bestFolder: String { path + "/best" }
  /// The folder of evaluations.
  package var evaluationsFolder: String { path + "/eval" }
  /// The folder of the best model's answers to published suites after `step`: `suites/step-00000500`.
  /// - Parameter weights: what the model's weights were rounded to: such answers have a folder of their own.
  package func suitesFolder(step: Int, weights: WeightFormat = .float32) -> String {
    "\(path)/suites/\(StepName.text(step))" + (weights.ifRounded.map { "-\($0.rawValue)" } ?? "")
  }
  /// The page with the plots.
  package var reportFile: String { path + "/report.html" }
  /// Marks a run that is done.
  package var doneFile: String { path + "/DONE" }
  /// Held by the process that is at work on the run.
  package var lockFile: String { path + "/LOCK" }
  /// Made by who wants a checkpoint after the present step.
  package var saveFile: String { path + "/SAVE" }

  /// The checkpoint of `step`: `checkpoints/step-00000500`.
  package func checkpointFolder(step: Int) -> String { "\(checkpointsFolder)/\(StepName.text(step))" }

  /// The evaluation after `step`: `eval/step-00000500`.
  package func evaluationFolder(step: Int) -> String { "\(evaluationsFolder)/\(StepName.text(step))" }

  /// The summary of the evaluation after `step`.
  package func evaluationSummaryFile(step: Int) -> String { evaluationFolder(step: step) + "/summary.json" }

  /// The outputs of an evaluation that is not done, or not yet in a checkpoint: `eval/step-00000500.journal`.
  package func evaluationJournalFile(step: Int) -> String { evaluationFolder(step: step) + ".journal" }

  /// The steps that have a checkpoint folder, in order; whether each is complete is for its manifest to say.
  package var checkpointSteps: [Int] { RunFolder.steps(in: checkpointsFolder) }

  /// The steps that have an evaluation folder, in order.
  package var evaluationSteps: [Int] { RunFolder.steps(in: evaluationsFolder) }

  /// The steps whose evaluation has a journal, in order.
  package var evaluationJournalSteps: [Int] { RunFolder.steps(in: evaluationsFolder, ending: ".journal") }

  /// Whether the run is done.
  package var isDone: Bool { FolderChain.isFile(doneFile) }

  private static func steps(in folder: String, ending: String = "") -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap {
      $0.hasSuffix(ending) ? StepName.step(of: String($0.dropLast(ending.count))) : nil
    }
    .sorted()
  }
}

extension RunFolder: Equatable {
  /// Whether both are of one path.
  package static func == (left: RunFolder, right: RunFolder) -> Bool { left.path == right.path }
}

extension RunFolder {
  /// The same folder, whose files are written through `fileSystem`.
  package func writing(through fileSystem: FileSystem) -> RunFolder {
    var folder = self
    folder.fileSystem = fileSystem
    return folder
  }

  /// Makes a folder of the run, with those above it.
  /// - Throws: `FileError`.
  package func create(_ path: String) throws(FileError) { try fileSystem.createFolders(path) }

  /// Writes a file of the run in place of the one that may be there.
  /// - Throws: `FileError.refused`; the old file, if any, is then unchanged.
  package func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    try Draft.write(bytes, to: path, fileSystem: fileSystem)
  }
}
