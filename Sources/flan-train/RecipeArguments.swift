import ArgumentParser
import Recipes

/// The recipe that a verb works on, with the settings that override its own.
struct RecipeArguments: ParsableArguments {
  @Argument(
    help: "The recipe: a path, or the name of one that comes with the program.",
    completion: Candidates.recipe)
  var recipe: String

  @OptionGroup var settings: SettingArguments

  /// The recipe as it is read.
  /// - Throws: `UserErrors` with every problem there is; `RecipeError.notFound`.
  func load() throws -> LoadedRecipe { try settings.load(recipe) }
}

/// The same for verbs that can do without a recipe.
struct OptionalRecipeArguments: ParsableArguments {
  @Argument(
    help: "The recipe: a path, or the name of one that comes with the program.",
    completion: Candidates.recipe)
  var recipe: String?

  @OptionGroup var settings: SettingArguments

  /// The recipe as it is read; `nil` where none is named.
  /// - Parameter further: settings that come after those of the command line.
  /// - Throws: `UserErrors` with every problem there is; `RecipeError.notFound`.
  func load(further: [String] = []) throws -> LoadedRecipe? {
    try recipe.map { try settings.load($0, further: further) }
  }
}

/// Settings that override a recipe's.
struct SettingArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Settings that override the recipe's.", valueName: "dotted.key=value"),
    completion: Candidates.setting)
  var overrides: [String] = []

  /// The recipe that `name` stands for, with these settings.
  /// - Parameter further: settings that come after them.
  /// - Throws: `UserErrors` with every problem there is; `RecipeError.notFound`.
  func load(_ name: String, further: [String] = []) throws -> LoadedRecipe {
    try Recipe.load(RecipeLocator.standard().locate(name), overrides: overrides + further)
  }
}
