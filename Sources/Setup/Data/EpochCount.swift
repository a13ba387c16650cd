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
  /// The recipe with its epochs or target tokens counted as steps; as it is where it gives steps, or where
  /// those of a run that goes on are known.
  /// - Parameter progress: told how far the count is.
  /// - Throws: `RecipeError.contradiction` where they are too many, or do not suit the schedule; of target
  ///   tokens what `TargetTokenCount` throws.
  package func countingSteps(
    of batches: BatchStream, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> LoadedRecipe {
    guard recipe.train.stepSetting == nil, let length = recipe.train.askedLength else { return self }
    let steps = try steps(of: length, batches, progress)
    var counted = self
    counted.recipe.train.steps = steps
    counted.origins["train.steps"] = origins[length.key]
    var finder = ContradictionFinder(
      file: file, reading: RecipeReading(schema: Recipe.schema, origins: counted.origins))
    finder.check(schedule: counted.recipe.optimizer, steps: steps)
    if let problem = finder.reading.problems.first { throw problem }
    return counted
  }

  private func steps(
    of length: TrainSettings.Length, _ batches: BatchStream, _ progress: (WorkProgress) -> Void
  ) throws -> Int {
    let most = "more than \(TrainSettings.mostSteps.withGroupedDigits) steps"
    if let tokens = recipe.train.targetTokens {
      let count = try TargetTokenCount(tokens, of: batches, progress: progress)
      if let steps = count.steps { return steps }
      throw RecipeError.contradiction(
        location: place(of: length.key),
        problem: count.tokens == 0
          ? "is \(tokens.withGroupedDigits), but the first steps have no target tokens at all"
          : "\(tokens.withGroupedDigits) target tokens take \(most), or come to an end before",
        nextStep: count.tokens == 0
          ? "Look at what is left out: flan-train inspect --statistics." : "Lower it.")
    }
    let count = EpochCount(recipe.train.epochs ?? 1, of: batches)
    if let steps = count.steps { return steps }
    throw RecipeError.contradiction(
      location: place(of: length.key),
      problem: "\(OrderedJSON.text(of: count.epochs)) times \(count.examples) examples are \(most)",
      nextStep: "Lower it.")
  }

  /// What epochs or target tokens have come to, in words: `2 epochs = 1,234 steps`; `nil` where the recipe
  /// gives steps.
  package var lengthNote: String? {
    guard let length = recipe.train.askedLength, let amount = recipe.train.amount(of: length),
      let steps = recipe.train.stepSetting
    else { return nil }
    let asked =
      length == .epochs
      ? "\(OrderedJSON.text(of: amount)) \(amount == 1 ? "epoch" : "epochs")"
      : "\(Int(amount).withGroupedDigits) target \(amount == 1 ? "token" : "tokens")"
    return "\(asked) = \(steps.withGroupedDigits) \(steps == 1 ? "step" : "steps")"
  }
}

extension TrainSettings {
  /// What says how long the run goes in place of steps; `nil` where steps do.
  fileprivate var askedLength: Length? {
    targetTokens != nil ? .targetTokens : epochs != nil ? .epochs : nil
  }
}

extension RunFolder {
  /// The run's recipe with every setting: where it was given epochs or target tokens, with the steps that
  /// they came to when the run began.
  /// - Throws: what `Recipe.load` throws.
  package func recipe(overrides: [String] = []) throws -> LoadedRecipe {
    try Recipe.load(resolvedRecipeFile, overrides: overrides, isOfRun: true)
  }

  /// `loaded` with the number of steps that the run in the folder has, where both ask for the same epochs or
  /// target tokens: a run that goes on keeps it.
  package func keepingSteps(of loaded: LoadedRecipe) -> LoadedRecipe {
    let asked = loaded.recipe.train
    guard asked.stepSetting == nil, let length = asked.askedLength, let train = try? recipe().recipe.train,
      train.amount(of: length) == asked.amount(of: length), let steps = train.stepSetting
    else { return loaded }
    var kept = loaded
    kept.recipe.train.steps = steps
    kept.origins["train.steps"] = loaded.origins[length.key]
    return kept
  }
}
