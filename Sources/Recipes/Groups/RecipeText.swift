import JSON
import Settings

/// Free text in a recipe: JSON has no comments and no long strings, so it may be a list of lines.
package struct RecipeText: Sendable, Equatable {
  /// The lines.
  package var lines: [String]

  /// Text of these lines.
  package init(_ lines: [String] = []) { self.lines = lines }
}

extension RecipeText: SettingValue {
  package static var shape: SettingShape { .lines }
  package var json: OrderedJSON { lines.count == 1 ? .string(lines[0]) : .array(lines.map { .string($0) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> RecipeText? {
    switch field.node.content {
    case .string(let line): return RecipeText([line])
    case .array: return [String].read(field, limits: limits, reading: &reading).map(RecipeText.init)
    default:
      reading.problems.append(
        .json(
          .wrongType(
            location: field.location, expected: "a string or an array of strings", found: field.node.kind)))
      return nil
    }
  }
}
