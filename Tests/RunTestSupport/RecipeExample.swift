import Diagnostics
import Foundation

import Recipes

/// The least recipe that can be read.
package enum RecipeExample {
  package static let least = """
    {"model": {"preset": "tiny"}, "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "tasks"}]}}
    """

  /// The least recipe with `members` added at the top, where they win over its own.
  package static func text(_ members: String = "") -> String {
    members.isEmpty ? least : "{\(members), " + least.dropFirst()
  }

  package static func load(
    _ text: String = least, file: String = "a/least.json", _ overrides: [String] = []
  ) throws -> LoadedRecipe {
    try Recipe.read(Data(text.utf8), file: file, overrides: overrides)
  }

  /// The errors of a recipe that cannot be read.
  package static func errors(_ text: String = least, _ overrides: [String] = []) -> [any UserError] {
    do {
      _ = try load(text, overrides)
      return []
    } catch let error as UserErrors {
      return error.errors
    } catch let error as any UserError {
      return [error]
    } catch {
      return []
    }
  }
}
