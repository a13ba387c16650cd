import Diagnostics
import Foundation
import JSON
import Settings

/// A recipe as it was read: the settings, the text, and where each setting came from.
package struct LoadedRecipe: Sendable {
  /// The settings: defaults, then the file, then the command line.
  package var recipe: Recipe
  /// The file's path.
  package let file: String
  /// The file's bytes, for `recipe.json` in the run folder.
  package let text: Data
  /// The overrides as they stood on the command line.
  package let overrides: [String]
  /// The place of each setting that the file or the command line gives, by dotted path.
  package var origins: [String: SourceLocation]
}

extension LoadedRecipe {
  /// Where a setting, else the nearest group or list around it, is given, as the place of that setting; the
  /// file where neither is.
  /// - Parameter key: the dotted path: `model.adapter.targets[0]`.
  package func place(of key: String) -> SourceLocation {
    var place = Self.enclosing(key).lazy.compactMap { origins[$0] }.first ?? SourceLocation(file: file)
    place.field = key
    return place
  }

  /// A dotted path and the paths of what it lies in, from the inside out: `a.b[0]`, `a.b`, `a`.
  static func enclosing(_ path: String) -> [String] {
    var paths = [path]
    while let end = paths[paths.count - 1].lastIndex(where: { $0 == "." || $0 == "[" }) {
      paths.append(String(path[..<end]))
    }
    return paths
  }
}

extension Recipe {
  /// Reads the recipe at `path` and applies `overrides`, each `dotted.key=value`, in order.
  /// - Throws: `UserErrors` with every problem there is, all of category `usage`; `FileError.refused`.
  package static func load(_ path: String, overrides: [String] = []) throws -> LoadedRecipe {
    try load(path, overrides: overrides, isOfRun: false)
  }

  /// - Parameter isOfRun: whether it is a run's own, whose epochs have been counted as steps.
  package static func load(_ path: String, overrides: [String], isOfRun: Bool) throws -> LoadedRecipe {
    let text: Data
    do {
      text = try InputFile.read(path, what: "recipe")
    } catch FileError.missing(_, _, let similar) {
      throw RecipeError.notFound(path: path, similar: similar, shipped: [])
    } catch FileError.wrongKind(_, _, let found) {
      throw RecipeError.contradiction(
        location: SourceLocation(file: path), problem: "is \(found), not a recipe",
        nextStep: "Name the recipe's .json file.")
    }
    return try read(text, file: path, overrides: overrides, isOfRun: isOfRun)
  }

  /// Reads a recipe from `text`.
  /// - Parameter file: the name for messages, whose last part is the run's name where the recipe gives none.
  /// - Throws: `UserErrors` with every problem there is.
  package static func read(_ text: Data, file: String, overrides: [String] = []) throws -> LoadedRecipe {
    try read(text, file: file, overrides: overrides, isOfRun: false)
  }

  private static func read(
    _ text: Data, file: String, overrides: [String], isOfRun: Bool
  ) throws -> LoadedRecipe {
    do {
      let field = try JSONDocument.parse(text, file: file)
      return try read(field, text: text, overrides: overrides, isOfRun: isOfRun)
    } catch let error as JSONError {
      throw RecipeError.json(error)
    }
  }

  /// Reads a recipe that stands in another file.
  /// - Parameters:
  ///   - field: the recipe, with its place in that file and an empty path.
  ///   - text: what `recipe.json` in the run folder is to say.
  /// - Throws: `UserErrors` with every problem there is.
  package static func read(_ field: JSONField, text: Data, overrides: [String]) throws -> LoadedRecipe {
    try read(field, text: text, overrides: overrides, isOfRun: false)
  }

  private static func read(
    _ field: JSONField, text: Data, overrides: [String], isOfRun: Bool
  ) throws -> LoadedRecipe {
    let file = field.file
    var reading = RecipeReading(schema: Recipe.schema)
    var recipe = Recipe.read(field, limits: nil, reading: &reading) ?? Recipe()
    for override in overrides {
      do {
        try RecipeOverride(override).apply(to: &recipe, reading: &reading)
      } catch {
        reading.problems.append(error)
      }
    }
    if recipe.name.isEmpty {
      recipe.name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    }
    reading.settleLength(&recipe.train, file: file, isOfRun: isOfRun)
    // Settings that could not be read keep their defaults, which would only add contradictions of their own.
    if reading.problems.isEmpty { recipe.findContradictions(file: file, reading: &reading) }
    if let errors = UserErrors(reading.problems) { throw errors }
    return LoadedRecipe(
      recipe: recipe, file: file, text: text, overrides: overrides, origins: reading.origins)
  }
}
