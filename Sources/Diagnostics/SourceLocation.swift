/// A place in something the user gave: a file, a line in it, a field.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file's path as the user wrote it, or a name such as `command line`.
  public var file: String
  /// The line, counted from 1.
  public var line: Int?
  /// The column in characters (Unicode scalars), counted from 1.
  public var column: Int?
  /// The field path, such as `train.batch.rows` or `Instances[3].output`.
  public var field: String?

  /// Names a place.
  public init(file: String, line: Int? = nil, column: Int? = nil, field: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
  }

  /// `file:line:column: field`, without the parts that are unknown.
  public var description: String {
    var text = file
    if let line {
      text += ":\(line)"
      if let column { text += ":\(column)" }
    }
    if let field, !field.isEmpty { text += ": \(field)" }
    return text
  }
}
