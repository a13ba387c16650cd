import Instructions
import Recipes

extension TrainingData {
  /// What the first examples of each task say of a run of the recipe's steps.
  /// - Throws: `MixtureError`, `TaskDataError.damagedStore`.
  package func forecast(_ recipe: Recipe) throws -> StreamForecast {
    try StreamForecast(
      batches.stream, positions: batches.positionCount(ofSteps: recipe.train.steps),
      row: (recipe.packing.inputLength, recipe.packing.targetLength), sample: batches.sample)
  }

  /// Refuses a run that would surely break the recipe's limits on what is cut and on what the vocabulary cannot write.
  /// - Returns: what the vocabulary cannot write of the targets, in words.
  /// - Throws: `ForecastError`, and what the stream throws.
  package func checkForecast(_ recipe: Recipe) throws -> [String] {
    let forecast = try forecast(recipe)
    // Where no example may be too long, the first such one ends the run, by file and line.
    if recipe.data.excessLength != .fail {
      try forecast.checkTruncation(maximum: recipe.data.maxTruncatedFraction)
    }
    try forecast.checkTargets(maximum: recipe.data.maxUnwritableFraction)
    return forecast.notes
  }
}
