import Diagnostics

/// A JSON value together with the file and field path it came from; read it with the typed accessors.
public struct JSONField: Sendable {
  /// The value.
  public let node: JSONNode
  /// The file's path, as the user wrote it.
  public let file: String
  /// The path from the file's root: `train.batch`, `Instances[3].output`; empty at the root.
  public let path: String

  /// A value at a field path.
  public init(node: JSONNode, file: String, path: String = "") {
    self.node = node
    self.file = file
    self.path = path
  }

  /// File, line, column and field.
  public var location: SourceLocation {
    SourceLocation(file: file, line: node.line, column: node.column, field: path.isEmpty ? nil : path)
  }

  /// Whether the value is `null`.
  public var isNull: Bool {
    if case .null = node.content { true } else { false }
  }

  /// The string.
  /// - Throws: `JSONError.wrongType`.
  public func string() throws(JSONError) -> String {
    guard case .string(let value) = node.content else { throw wrongType("a string") }
    return value
  }

  /// The boolean.
  /// - Throws: `JSONError.wrongType`.
  public func boolean() throws(JSONError) -> Bool {
    guard case .boolean(let value) = node.content else { throw wrongType("true or false") }
    return value
  }

  /// The number, which must be whole and fit an `Int`; `5e3` and `12.0` are whole.
  /// - Throws: `JSONError.wrongType`, `JSONError.invalidValue`.
  public func integer() throws(JSONError) -> Int {
    guard case .number(let text) = node.content else { throw wrongType("a whole number") }
    if let value = Int(text) { return value }
    if let value = Double(text), let whole = Int(exactly: value) { return whole }
    throw .invalidValue(location: location, value: text, requirement: "a whole number")
  }

  /// The number as a finite double.
  /// - Throws: `JSONError.wrongType`, `JSONError.invalidValue`.
  public func double() throws(JSONError) -> Double {
    guard case .number(let text) = node.content else { throw wrongType("a number") }
    guard let value = Double(text), value.isFinite else {
      throw .invalidValue(location: location, value: text, requirement: "a finite number")
    }
    return value
  }

  /// The elements of the array, each with its own path.
  /// - Throws: `JSONError.wrongType`.
  public func array() throws(JSONError) -> [JSONField] {
    guard case .array(let elements) = node.content else { throw wrongType("an array") }
    return elements.enumerated().map { JSONField(node: $1, file: file, path: "\(path)[\($0)]") }
  }

  /// The object.
  /// - Throws: `JSONError.wrongType`.
  public func object() throws(JSONError) -> JSONObject {
    guard case .object(let members) = node.content else { throw wrongType("an object") }
    return JSONObject(field: self, members: members)
  }

  /// An error that says that this value breaks `requirement`, to be thrown by whoever knows the requirement.
  public func invalid(_ value: some CustomStringConvertible, mustBe requirement: String) -> JSONError {
    .invalidValue(location: location, value: "\(value)", requirement: requirement)
  }

  private func wrongType(_ expected: String) -> JSONError {
    .wrongType(location: location, expected: expected, found: node.kind)
  }
}
