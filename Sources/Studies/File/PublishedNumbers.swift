import JSON
import Settings

/// Numbers that others have published, to stand beside a study's own.
package struct PublishedNumbers: Sendable, Equatable {
  /// What was measured: model and score.
  package var label = ""
  /// The values by name: an arm's, or any other, in the file's order.
  package var values = NamedValues()
  /// Where they were published.
  package var source = ""

  /// No numbers.
  package init() {}
}

extension PublishedNumbers: SettingGroup {
  package static let settings: [Setting<PublishedNumbers>] = [
    Setting("label", \.label, required: true, "what was measured: model and score"),
    Setting("values", \.values, required: true, "values by name, such as those of the arms"),
    Setting("source", \.source, required: true, "where they were published"),
  ]
}

/// Numbers by name, in an order.
package struct NamedValues: Sendable, Equatable {
  /// A number with its name.
  package struct Entry: Sendable, Equatable {
    /// The name.
    package let name: String
    /// The number.
    package let value: Double
  }

  /// The numbers, in the file's order.
  package var entries: [Entry] = []

  /// No numbers.
  package init() {}
}

extension NamedValues: SettingValue {
  package static var shape: SettingShape { .map(.number) }
  package var json: OrderedJSON { .object(entries.map { OrderedJSON.Member($0.name, .number($0.value)) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> NamedValues?
  {
    guard let object = reading.take({ () throws(JSONError) in try field.object() }) else { return nil }
    var values = NamedValues()
    for key in object.keys {
      guard let member = object[key], let value = Double.read(member, limits: limits, reading: &reading)
      else {
        continue
      }
      values.entries.append(Entry(name: key, value: value))
    }
    return values
  }
}
