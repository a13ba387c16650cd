import Diagnostics
import Instructions
import Recipes
import Runs
import Settings
import Storage
import Tokenization

/// The templates of a run.
package struct TrainingTemplates: Sendable {
  /// The templates of all families.
  package let library: TemplateLibrary
  /// Their files and folders with hashes, for the passport.
  package let inputs: [RunPassport.Input]

  /// Reads the recipe's own templates, and those that come with the program for what they lack.
  /// - Throws: `RecipeError`, `FileError`, `JSONError`, `TemplateError`, `UserErrors`.
  package init(_ loaded: LoadedRecipe, inputs locations: RecipeInputs) throws {
    let key = "data.templates"
    var paths: [(key: String, path: String)] = []
    if let path = loaded.recipe.data.templates {
      paths.append((key, try locations.resolve(path, key: key)))
    }
    if let shipped = ShippedData.folder(ShippedData.templates, inputs: locations) {
      paths.append((paths.isEmpty ? key : key + " (program's own)", shipped))
    }
    if paths.isEmpty {
      throw RecipeError.contradiction(
        location: loaded.place(of: key),
        problem: "the templates that come with the program are not where they are installed (Data/Templates)",
        nextStep: "Install the program again, or name a folder of templates in data.templates.")
    }
    library = try TemplateLibrary.read(paths.map(\.path))
    inputs = try paths.map {
      RunPassport.Input(
        key: $0.key, path: $0.path, sha256: try ContentHash.of(path: $0.path, what: "templates"))
    }
  }
}

extension TrainingData {
  /// What a check of the recipe tells of its templates: what the vocabulary cannot carry, what tasks cannot
  /// use.
  /// - Throws: `TemplateError.unknownFamily`.
  package func templateNotes(tokenizer: any Tokenizer) throws -> [String] {
    TemplateLint.warnings(templates.library, tokenizer: tokenizer).map(\.description)
      + (try templates.library.notes(on: tasks.tasks))
  }
}

extension ExampleStream.Configuration {
  /// What a recipe asks for.
  /// - Throws: `FormatError.badShares`.
  package init(_ recipe: Recipe) throws {
    let (exemplars, options) = (recipe.data.exemplars, recipe.data.options)
    self.init(
      seed: UInt64(recipe.seed), formatShares: try FormatShares(recipe.data.formats.weights),
      exemplars: ExemplarConfiguration(
        count: exemplars.minimum...exemplars.maximum, mixedShare: exemplars.mixedTemplates,
        mixedCount: exemplars.mixedCount, explainedShare: exemplars.explained),
      promptBudget: recipe.packing.inputLength,
      options: OptionConfiguration(shown: options.shown, style: options.style),
      inversionRate: recipe.data.inversionRate)
  }
}

extension TrainingData {
  /// What the first examples of each task say of a run of the recipe's steps.
  /// - Throws: `MixtureError`, `TaskDataError.damagedStore`.
  package func forecast(_ recipe: Recipe) throws -> StreamForecast {
    try StreamForecast(
      batches.stream, positions: batches.positionCount(ofSteps: recipe.train.steps),
      row: (recipe.packing.inputLength, recipe.packing.targetLength), sample: batches.sample)
  }

  /// Refuses a run that would surely break the recipe's limits on what is cut and on what the vocabulary
  /// cannot write.
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
