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
        location: SourceLocation(file: loaded.file, field: key),
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
  /// What a check of the recipe tells of its templates: what the vocabulary cannot carry, what tasks cannot use.
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
