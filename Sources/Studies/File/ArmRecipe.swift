import JSON
import Settings

/// Where an arm's recipe is: in a file, or in the study itself.
package enum ArmRecipe: Sendable {
  /// A path beside the study's file, as on the command line, or the name of a recipe that comes with the
  /// program.
  case file(String)
  /// The recipe itself, with its place in the study.
  case inline(JSONField)
}

extension ArmRecipe: SettingValue {
  package static var shape: SettingShape { .any }

  package var json: OrderedJSON {
    switch self {
    case .file(let path): .string(path)
    case .inline(let field): OrderedJSON(field.node)
    }
  }

  package static func == (left: ArmRecipe, right: ArmRecipe) -> Bool { left.json == right.json }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> ArmRecipe? {
    switch field.node.content {
    case .string(let path): return .file(path)
    // Within the recipe a field's path begins at the recipe; its lines and columns are those of the study.
    case .object: return .inline(JSONField(node: field.node, file: field.file))
    default:
      reading.refuse(field, mustBe: "a path, the name of a recipe, or a recipe", advice: nil)
      return nil
    }
  }
}
