import JSON

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
