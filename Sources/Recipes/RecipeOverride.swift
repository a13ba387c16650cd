import Diagnostics
import JSON
import Settings

/// One `dotted.key=value` of the command line.
package struct RecipeOverride {
  package let path: SettingPath
  package let value: String

  /// Splits `text` at its first `=`.
  /// - Throws: `RecipeError.malformedOverride`.
  package init(_ text: String) throws(RecipeError) {
    guard let equals = text.firstIndex(of: "="), let path = SettingPath(String(text[..<equals])) else {
      throw .malformedOverride(text: text)
    }
    self.path = path
    value = String(text[text.index(after: equals)...])
  }

  /// Applies the override to `recipe`, recording its problems and its origin in `reading`.
  package func apply(to recipe: inout Recipe, reading: inout RecipeReading) {
    do {
      let written = SourceLocation(file: RecipeError.commandLine, field: path.description)
      let (path, shape) = try Recipe.schema.resolve(path, location: written)
      let place = SourceLocation(file: RecipeError.commandLine, field: path.description)
      let field = JSONField(node: node(for: shape), file: RecipeError.commandLine, path: path.description)
      // What stood inside a group or a list is replaced with it.
      let inside = [".", "["].map { path.description + $0 }
      for key in reading.origins.keys where inside.contains(where: key.hasPrefix) {
        reading.origins[key] = nil
      }
      reading.origins[path.description] = place
      recipe.assign(field, at: path.components[...], limits: nil, reading: &reading)
    } catch {
      reading.problems.append(error)
    }
  }

  /// The value as JSON; what is not JSON is a bare word, and so is a number where text is wanted.
  private func node(for shape: SettingShape) -> JSONNode {
    let bare = JSONNode(content: .string(value), line: 1, column: 1)
    guard let parsed = try? JSONDocument.parse(value.utf8, file: RecipeError.commandLine).node else {
      return bare
    }
    switch parsed.content {
    case .number, .boolean: return shape.wantsText ? bare : parsed
    default: return parsed
    }
  }
}
