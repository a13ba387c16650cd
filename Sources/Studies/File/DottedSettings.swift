import Diagnostics
import JSON
import Settings

/// Settings of a recipe as the command line has them, each by its dotted key: `{"train.steps": 200}`.
package struct DottedSettings: Sendable, Equatable {
  /// One setting.
  package struct Entry: Sendable, Equatable {
    /// The dotted key.
    package let key: String
    /// The value.
    package let value: OrderedJSON
    /// Where it is given.
    package let place: SourceLocation

    /// The setting as a word of the command line: `optimizer.schedule=linear`.
    package var text: String {
      // A word that JSON would read as something else than text keeps its quotes.
      if case .string(let word) = value, !word.isEmpty,
        (try? JSONDocument.parse(word.utf8, file: "")) == nil
      {
        return "\(key)=\(word)"
      }
      return "\(key)=\(value.compactText)"
    }
  }

  /// The settings in the file's order.
  package var entries: [Entry] = []

  /// No settings.
  package init() {}
}

extension DottedSettings: SettingValue {
  package static var shape: SettingShape { .map(.any) }
  package var json: OrderedJSON { .object(entries.map { OrderedJSON.Member($0.key, $0.value) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading)
    -> DottedSettings?
  {
    guard case .object = field.node.content else {
      reading.refuse(
        field, mustBe: "an object", advice: "Write {\"train.steps\": 200}: settings by their dotted keys.")
      return nil
    }
    guard let object = reading.take({ () throws(JSONError) in try field.object() }) else { return nil }
    var settings = DottedSettings()
    settings.entries = object.members.map { member in
      let path = field.path.isEmpty ? member.key : "\(field.path).\(member.key)"
      return Entry(
        key: member.key, value: OrderedJSON(member.value),
        place: SourceLocation(file: field.file, line: member.line, column: member.column, field: path))
    }
    return settings
  }
}
