import Diagnostics
import Instructions
import JSON
import Recipes
import Runs
import Settings

/// What epochs of a mixture come to in steps.
///
/// One epoch is as many examples as all trained tasks have together. A mixture that draws tasks by their
/// sizes shows each example once in that time; by caps, temperatures and proportions some come more often and
/// others less, which `plan` tells for each task. A step takes as many examples as packing puts into its rows
/// (`BatchStream.examplesPerWindow`), so that the number follows from data, vocabulary and packing alone.
package struct EpochCount {
  /// The epochs.
  package let epochs: Double
  /// Examples that the trained tasks have together.
  package let examples: Int
  /// The least steps that take as many examples as the epochs have, at least 1; `nil` where no run may be so
  /// long.
  package let steps: Int?

  /// Counts the steps of `epochs`, which is above 0, on a stream of batches.
  package init(_ epochs: Double, of batches: BatchStream) {
    self.epochs = epochs
    examples = batches.stream.mixture.entries.reduce(0) { $0 + $1.split.train.count }
    steps = Self.steps(taking: (epochs * Double(examples)).rounded(.up), of: batches)
  }

  private static func steps(taking wanted: Double, of batches: BatchStream) -> Int? {
    let perStep = Double(batches.examplesPerWindow) / Double(batches.packer.configuration.stepsPerWindow)
    guard wanted / perStep <= Double(TrainSettings.mostSteps) else { return nil }
    func isEnough(_ steps: Int) -> Bool {
      (try? batches.positionCount(ofSteps: steps)).map { Double($0) >= wanted } ?? true
    }
    var steps = max(1, Int(wanted / perStep))
    while steps > 1, isEnough(steps - 1) { steps -= 1 }
    while !isEnough(steps) { steps += 1 }
    return steps <= TrainSettings.mostSteps ? steps : nil
  }
}

extension LoadedRecipe {
  /// The recipe with its epochs counted as steps; as it is where it gives steps, or where those of a run that
  /// goes on are known.
  /// - Throws: `RecipeError.contradiction` where they are too many, or do not suit the schedule.
  package func countingSteps(of batches: BatchStream) throws(RecipeError) -> LoadedRecipe {
    guard recipe.train.stepSetting == nil, let epochs = recipe.train.epochs else { return self }
    let count = EpochCount(epochs, of: batches)
    guard let steps = count.steps else {
      throw .contradiction(
        location: place(of: "train.epochs"),
        problem: "\(OrderedJSON.text(of: epochs)) times \(count.examples) examples are more than "
          + "\(TrainSettings.mostSteps.withGroupedDigits) steps", nextStep: "Lower it.")
    }
    var counted = self
    counted.recipe.train.steps = steps
    counted.origins["train.steps"] = origins["train.epochs"]
    var finder = ContradictionFinder(
      file: file, reading: RecipeReading(schema: Recipe.schema, origins: counted.origins))
    finder.check(schedule: counted.recipe.optimizer, steps: steps)
    if let problem = finder.reading.problems.first { throw problem }
    return counted
  }

  /// What the epochs have come to, in words: `2 epochs = 1,234 steps`; `nil` where the recipe gives steps.
  package var epochNote: String? {
    guard let epochs = recipe.train.epochs, let steps = recipe.train.stepSetting else { return nil }
    return "\(OrderedJSON.text(of: epochs)) \(epochs == 1 ? "epoch" : "epochs") = "
      + "\(steps.withGroupedDigits) \(steps == 1 ? "step" : "steps")"
  }
}

extension RunFolder {
  /// The run's recipe with every setting: where it was given epochs, with the steps that they came to when
  /// the run began.
  /// - Throws: what `Recipe.load` throws.
  package func recipe(overrides: [String] = []) throws -> LoadedRecipe {
    try Recipe.load(resolvedRecipeFile, overrides: overrides, isOfRun: true)
  }

  /// `loaded` with the number of steps that the run in the folder has, where both ask for the same epochs: a
  /// run that goes on keeps it.
  package func keepingSteps(of loaded: LoadedRecipe) -> LoadedRecipe {
    guard let epochs = loaded.recipe.train.epochs, loaded.recipe.train.stepSetting == nil,
      let train = try? recipe().recipe.train, train.epochs == epochs, let steps = train.stepSetting
    else { return loaded }
    var kept = loaded
    kept.recipe.train.steps = steps
    kept.origins["train.steps"] = loaded.origins["train.epochs"]
    return kept
  }
}
