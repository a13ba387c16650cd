/// A JSON value that knows where it stands, so that an error about it can name file, line and field.
public struct JSONNode: Sendable {
  /// The value itself.
  public indirect enum Content: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number, kept as it was written so that nothing is lost before its use is known.
    case number(String)
    /// A string, with its escapes resolved.
    case string(String)
    /// An array.
    case array([JSONNode])
    /// An object; members keep the file's order, keys are unique.
    case object([Member])
  }

  /// One `"key": value` of an object.
  public struct Member: Sendable {
    /// The key.
    public let key: String
    /// The key's line, counted from 1.
    public let line: Int
    /// The key's column, counted from 1.
    public let column: Int
    /// The value.
    public let value: JSONNode

    /// A member of an object.
    public init(key: String, line: Int, column: Int, value: JSONNode) {
      self.key = key
      self.line = line
      self.column = column
      self.value = value
    }
  }

  /// The value.
  public let content: Content
  /// The line of the value's first character, counted from 1.
  public let line: Int
  /// The column of the value's first character, counted from 1.
  public let column: Int

  /// A value at a place.
  public init(content: Content, line: Int, column: Int) {
    self.content = content
    self.line = line
    self.column = column
  }

  /// What the value is, as a message would call it: `a number`, `an object`.
  public var kind: String {
    switch content {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
