import Diagnostics
import JSON

/// A group of settings. Its `settings` are the one place where keys, limits and documentation stand; reading,
/// overriding, writing and describing all go through it.
package protocol SettingGroup: SettingValue {
  /// The group with every default.
  init()
  /// The settings, in the order in which they are written.
  static var settings: [Setting<Self>] { get }
  /// Keys that may stand in a file and are no settings.
  static var ignoredKeys: [String] { get }
}

/// One setting of `Group`: a key bound to a stored property.
package struct Setting<Group: SettingGroup>: Sendable {
  package let description: SettingDescription
  package let assign:
    @Sendable (
      _ group: inout Group, _ field: JSONField, _ path: ArraySlice<SettingPath.Component>,
      _ reading: inout RecipeReading
    ) -> Void
  package let json: @Sendable (Group) -> OrderedJSON

  package var key: String { description.key }

  /// Binds `key` to a property; the default is the property's own.
  package init<Value: SettingValue>(
    _ key: String, _ property: WritableKeyPath<Group, Value> & Sendable, required: Bool = false,
    _ summary: String
  ) {
    self.init(key, property, limits: nil, required: required, summary: summary)
  }

  /// Binds `key` to a property whose numbers keep within `limits`.
  package init<Value: SettingValue>(
    _ key: String, _ property: WritableKeyPath<Group, Value> & Sendable, _ limits: Limits, _ summary: String
  ) {
    self.init(key, property, limits: limits, required: false, summary: summary)
  }

  private init<Value: SettingValue>(
    _ key: String, _ property: WritableKeyPath<Group, Value> & Sendable, limits: Limits?, required: Bool,
    summary: String
  ) {
    description = SettingDescription(
      key: key, shape: Value.shape, defaultValue: Group()[keyPath: property].json, isRequired: required,
      limits: limits, summary: summary)
    assign = { group, field, path, reading in
      group[keyPath: property].assign(field, at: path, limits: limits, reading: &reading)
    }
    json = { $0[keyPath: property].json }
  }
}

extension SettingGroup {
  package static var ignoredKeys: [String] { [] }
  package static var shape: SettingShape { .group(settings.map(\.description)) }
  package var json: OrderedJSON { .object(Self.settings.map { OrderedJSON.Member($0.key, $0.json(self)) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Self? {
    guard case .object = field.node.content else {
      let advice = SettingAdvice.forGroup(at: field.path, of: settings.map(\.key))
      reading.refuse(field, mustBe: "an object", advice: advice)
      return nil
    }
    guard let object = reading.take({ () throws(JSONError) in try field.object() }) else { return nil }
    let keys = settings.map(\.key)
    for case .unknownKey(let location, let key, _) in object.unknownKeys(keys + ignoredKeys) {
      reading.problems.append(
        reading.schema.unknownKey(key, in: field.path, valid: keys, location: location))
    }
    var group = Self()
    for setting in settings {
      if let member = object[setting.key] {
        reading.origins[member.path] = member.location
        setting.assign(&group, member, [], &reading)
      } else if setting.description.isRequired {
        reading.problems.append(
          .json(.missingKey(location: field.location, key: setting.key, present: object.keys)))
      }
    }
    return group
  }

  package mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    guard case .key(let key) = path.first else {
      if let value = Self.read(field, limits: limits, reading: &reading) { self = value }
      return
    }
    // The schema has been asked first (`SettingSchema.resolve`), so the key is known.
    Self.settings.first { $0.key == key }?.assign(&self, field, path.dropFirst(), &reading)
  }
}
