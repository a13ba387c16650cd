import Diagnostics
import Recipes
import Runs
import Settings

/// In how many parts a step is computed, so that processes can share it.
///
/// A step's parts decide its last bits, and not which process computes them: a run that several processes have begun can
/// go on with any number of them that divides the parts, one included.
package struct StepDivision {
  /// The parts of the run's folder, where there is a run.
  package let kept: Int?
  /// The processes.
  package let processes: Int

  /// - Parameter kept: the parts of the run that is gone on with.
  package init(kept: Int?, processes: Int) { (self.kept, self.processes) = (kept, processes) }

  /// The recipe with its steps in parts that the processes can share: as it says itself, else as the run was begun, else one
  /// part for each process.
  /// - Throws: `RecipeError` where the parts that it asks for, or the rows, cannot be shared.
  package func divide(_ loaded: LoadedRecipe) throws(RecipeError) -> LoadedRecipe {
    let isWritten = loaded.origins[Self.key] != nil
    let parts = isWritten ? loaded.recipe.train.accumulation : kept ?? loaded.recipe.train.accumulation
    var divided = loaded
    if parts % processes == 0 {
      divided.recipe.train.accumulation = parts
      return divided
    }
    let rows = loaded.recipe.packing.rows
    if !isWritten, kept == nil, rows % processes == 0 {
      divided.recipe.train.accumulation = processes
      return divided
    }
    let fitting = (1...rows).first { rows % $0 == 0 && $0 % processes == 0 }
    let next =
      fitting.map {
        "Set train.accumulation to \($0), with --allow-change train.accumulation where the run has begun: sums are then "
          + "added in another order."
      } ?? "Let packing.rows be a multiple of \(processes), or start as many processes as divide it."
    throw .contradiction(
      location: loaded.place(of: Self.key),
      problem: parts == 1
        ? "is 1, and packing.rows, which is \(rows), cannot be shared by \(processes) processes"
        : "is \(parts), which \(processes) processes cannot share: each computes as many of a step's parts",
      nextStep: next)
  }

  private static let key = "train.accumulation"
}

extension RunFolder {
  /// The parts of a step of the run that is here; `nil` where there is none.
  package var keptParts: Int? { (try? recipe())?.recipe.train.accumulation }
}

/// What one process finds in the run's folder of how long the run goes, for those that do not see it.
struct TrainLength: Codable {
  let steps: Int?
  let parts: Int

  init(_ train: TrainSettings) { (steps, parts) = (train.stepSetting, train.accumulation) }

  /// The settings with it.
  func applied(to train: TrainSettings) -> TrainSettings {
    var train = train
    (train.stepSetting, train.accumulation) = (steps, parts)
    return train
  }
}
