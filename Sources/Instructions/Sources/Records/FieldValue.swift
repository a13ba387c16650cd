import Diagnostics
import JSON

/// What a field of an example holds.
struct FieldValue {
  /// The texts: one, or those of a list; none where the field holds nothing.
  var texts: [String]
  /// Where it stands.
  let location: SourceLocation
}

/// One example of a file, whose fields are looked up by name.
protocol Record {
  /// Where it begins.
  var location: SourceLocation { get }
  /// The field named `name`.
  /// - Parameter mayBeMissing: whether an example may do without the field.
  /// - Returns: `nil` where the field is missing and may be.
  /// - Throws: `JSONError`, `SourceError.missingColumn`, `SourceError.noSuchElement`.
  func value(_ name: String, mayBeMissing: Bool) throws -> FieldValue?
  /// Whether there is no field named `name`.
  func isMissing(_ name: String) -> Bool
}

extension Record {
  /// The field named `name`.
  /// - Throws: `JSONError`, `SourceError.missingColumn`, `SourceError.noSuchElement`.
  func value(_ name: String) throws -> FieldValue {
    try value(name, mayBeMissing: false) ?? FieldValue(texts: [], location: location)
  }
}

/// An example that is a JSON object.
struct JSONRecord: Record {
  let object: JSONObject
  /// Fields that the file's first example has, so that one without them has left out what is empty; the name
  /// of a field that the first lacks is misspelled.
  var familiar: Set<String> = []
  var location: SourceLocation { object.field.location }

  func value(_ name: String, mayBeMissing: Bool) throws -> FieldValue? {
    if let field = object[name] {
      return FieldValue(texts: try field.plainTexts(), location: field.location)
    }
    let fields = try RecordPath(name).values(
      of: object, mayBeMissing: mayBeMissing || familiar.contains(name))
    guard let fields else { return nil }
    return FieldValue(
      texts: try fields.flatMap { try $0.plainTexts() }, location: fields.first?.location ?? location)
  }

  func isMissing(_ name: String) -> Bool {
    if object[name] != nil { return false }
    return ((try? RecordPath(name).values(of: object, mayBeMissing: true)) ?? nil) == nil
  }
}

extension JSONField {
  /// The value as texts: numbers and booleans as they are written, `null` as none, a list as those of its
  /// elements.
  /// - Throws: `JSONError.wrongType` for an object.
  func plainTexts() throws(JSONError) -> [String] {
    switch node.content {
    case .null: return []
    case .string(let text): return [text]
    case .number(let text): return [text]
    case .boolean(let value): return [value ? "true" : "false"]
    case .array(let elements):
      if elements.isEmpty { return [] }
      var texts: [String] = []
      for element in try array() { texts += try element.plainTexts() }
      return texts
    case .object:
      throw .wrongType(location: location, expected: "a text or a list of texts", found: "an object")
    }
  }
}

/// An example that is a row of a table.
struct TableRecord: Record {
  let columns: TableColumns
  let row: DelimitedRow
  let file: String
  var location: SourceLocation { SourceLocation(file: file, line: row.line) }

  func value(_ name: String, mayBeMissing: Bool) throws -> FieldValue? {
    guard let index = columns.indices[name], index < row.fields.count else {
      if mayBeMissing { return nil }
      throw SourceError.missingColumn(location: location, name: name, columns: columns.names)
    }
    var place = location
    place.field = name
    return FieldValue(texts: [row.fields[index]], location: place)
  }

  func isMissing(_ name: String) -> Bool { columns.indices[name] == nil }
}

/// The names of a table's columns.
struct TableColumns {
  let names: [String]
  let indices: [String: Int]

  init(_ names: [String], at location: SourceLocation) throws(SourceError) {
    self.names = names.map(\.trimmed)
    var indices: [String: Int] = [:]
    for (index, name) in self.names.enumerated()
    where indices.updateValue(index, forKey: name) != nil && !name.isEmpty {
      throw .duplicateColumn(location: location, name: name)
    }
    self.indices = indices
  }
}
