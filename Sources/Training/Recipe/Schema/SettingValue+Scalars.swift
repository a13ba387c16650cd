import PositionedJSON

extension Bool: SettingValue {
  static var shape: SettingShape { .boolean }
  var json: OrderedJSON { .boolean(self) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Bool? {
    reading.take { () throws(JSONError) in try field.boolean() }
  }
}

extension String: SettingValue {
  static var shape: SettingShape { .text }
  var json: OrderedJSON { .string(self) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> String? {
    reading.take { () throws(JSONError) in try field.string() }
  }
}

extension Int: SettingValue {
  static var shape: SettingShape { .integer }
  var json: OrderedJSON { .integer(self) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Int? {
    reading.take { () throws(JSONError) in
      let value = try field.integer()
      if let limits, !limits.allow(Double(value)) { throw field.invalid(value, mustBe: limits.description) }
      return value
    }
  }
}

extension Double: SettingValue {
  static var shape: SettingShape { .number }
  var json: OrderedJSON { .number(self) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Double? {
    reading.take { () throws(JSONError) in
      let value = try field.double()
      if let limits, !limits.allow(value) {
        throw field.invalid(OrderedJSON.text(of: value), mustBe: limits.description)
      }
      return value
    }
  }
}
