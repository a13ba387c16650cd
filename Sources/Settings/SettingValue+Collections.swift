import Diagnostics
import JSON

extension Optional: SettingValue where Wrapped: SettingValue {
  package static var shape: SettingShape { .optional(Wrapped.shape) }
  package var json: OrderedJSON { self?.json ?? .null }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> Wrapped?? {
    if field.isNull { return .some(nil) }
    return Wrapped.read(field, limits: limits, reading: &reading).map(Optional.some)
  }

  /// A part of a value that is not there yet is set in one with every default.
  package mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    if path.isEmpty {
      if let value = Self.read(field, limits: limits, reading: &reading) { self = value }
      return
    }
    let empty = JSONField(
      node: JSONNode(content: .object([]), line: field.node.line, column: field.node.column),
      file: field.file)
    guard var value = self ?? Wrapped.read(empty, limits: limits, reading: &reading) else { return }
    value.assign(field, at: path, limits: limits, reading: &reading)
    self = value
  }
}

extension Array: SettingValue where Element: SettingValue {
  package static var shape: SettingShape { .list(Element.shape) }
  package var json: OrderedJSON { .array(map(\.json)) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> [Element]? {
    guard case .array = field.node.content else {
      let advice = SettingAdvice.forList(of: Element.shape, givenAs: field)
      reading.refuse(field, mustBe: "an array", advice: advice)
      return nil
    }
    guard let fields = reading.take({ () throws(JSONError) in try field.array() }) else { return nil }
    let values = fields.map { Element.read($0, limits: limits, reading: &reading) }
    return values.contains(nil) ? nil : values.compactMap { $0 }
  }

  package mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    guard case .index(let index) = path.first else {
      if let value = Self.read(field, limits: limits, reading: &reading) { self = value }
      return
    }
    guard indices.contains(index) else {
      let count = count == 1 ? "1 entry" : "\(count) entries"
      let list = isEmpty ? "the list is empty" : "the list has \(count), counted from 0"
      reading.problems.append(
        .contradiction(
          location: field.location, problem: "there is no entry \(index): \(list)",
          nextStep: (isEmpty ? "" : "The last is \(self.count - 1). ")
            + "To add one, override the whole list, or edit the recipe."))
      return
    }
    self[index].assign(field, at: path.dropFirst(), limits: limits, reading: &reading)
  }
}

extension Dictionary: SettingValue where Key == String, Value: SettingValue {
  package static var shape: SettingShape { .map(Value.shape) }
  package var json: OrderedJSON {
    .object(sorted { $0.key < $1.key }.map { OrderedJSON.Member($0.key, $0.value.json) })
  }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> [String:
    Value]?
  {
    guard let object = reading.take({ () throws(JSONError) in try field.object() }) else { return nil }
    var result: [String: Value] = [:]
    for key in object.keys {
      guard let member = object[key] else { continue }
      result[key] = Value.read(member, limits: limits, reading: &reading)
    }
    return result
  }

  package mutating func assign(
    _ field: JSONField, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    if case .key(let key) = path.first {
      if path.count > 1 {
        assign(field, to: key, at: path.dropFirst(), limits: limits, reading: &reading)
      } else if field.isNull {
        self[key] = nil
      } else if let value = Value.read(field, limits: limits, reading: &reading) {
        self[key] = value
      }
    } else if let value = Self.read(field, limits: limits, reading: &reading) {
      self = value
    }
  }

  /// Sets a part of the value of `key`, which is made where there is none.
  private mutating func assign(
    _ field: JSONField, to key: String, at path: ArraySlice<SettingPath.Component>, limits: Limits?,
    reading: inout RecipeReading
  ) {
    let empty = JSONField(
      node: JSONNode(content: .object([]), line: field.node.line, column: field.node.column),
      file: field.file)
    guard var value = self[key] ?? Value.read(empty, limits: limits, reading: &reading) else { return }
    value.assign(field, at: path, limits: limits, reading: &reading)
    self[key] = value
  }
}
