import Diagnostics
import JSON

/// A value that a setting can hold: it can be read from JSON, set by an override, and written.
package protocol SettingValue: Sendable, Equatable {
  /// The kind of JSON it is read from.
  static var shape: SettingShape { get }

  /// The value in `field`, or `nil` after the problem has been recorded in `reading`.
  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Self?

  /// Sets the value, or the part of it at `path`, to what `field` holds; problems are recorded in `reading`.
  mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading)

  /// The value as it is written.
  var json: OrderedJSON { get }
}

extension SettingValue {
  package mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    if let value = Self.read(field, limits: limits, reading: &reading) { self = value }
  }
}

/// A setting that takes one of a few words.
package protocol SettingChoice: SettingValue, RawRepresentable<String>, CaseIterable {
  /// Words of earlier versions, which are read and no longer written.
  static var formerWords: [String: Self] { get }
}

extension SettingChoice {
  package static var formerWords: [String: Self] { [:] }
  package static var words: [String] { allCases.map(\.rawValue) }
  package static var shape: SettingShape { .choice(words) }
  package var json: OrderedJSON { .string(rawValue) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Self? {
    guard let word = reading.take({ () throws(JSONError) in try field.string() }) else { return nil }
    if let value = Self(rawValue: word) ?? formerWords[word] { return value }
    reading.problems.append(.unknownChoice(location: field.location, value: word, valid: words))
    return nil
  }
}

extension Bool: SettingValue {
  package static var shape: SettingShape { .boolean }
  package var json: OrderedJSON { .boolean(self) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Bool? {
    reading.take { () throws(JSONError) in try field.boolean() }
  }
}

extension String: SettingValue {
  package static var shape: SettingShape { .text }
  package var json: OrderedJSON { .string(self) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> String? {
    reading.take { () throws(JSONError) in try field.string() }
  }
}

extension Int: SettingValue {
  package static var shape: SettingShape { .integer }
  package var json: OrderedJSON { .integer(self) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Int? {
    reading.take { () throws(JSONError) in
      let value = try field.integer()
      if let limits, !limits.allow(Double(value)) { throw field.invalid(value, mustBe: limits.description) }
      return value
    }
  }
}

extension Double: SettingValue {
  package static var shape: SettingShape { .number }
  package var json: OrderedJSON { .number(self) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Double? {
    reading.take { () throws(JSONError) in
      let value = try field.double()
      if let limits, !limits.allow(value) {
        throw field.invalid(OrderedJSON.text(of: value), mustBe: limits.description)
      }
      return value
    }
  }
}
