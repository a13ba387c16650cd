import Checkpoints
import Diagnostics
import Foundation
import Storage

extension ModelLocator.Found {
  /// That the model is what its run started from, where it is: nobody who asks a run for its model expects that.
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
