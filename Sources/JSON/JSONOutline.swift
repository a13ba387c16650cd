/// What the start of a JSON text shows of how the whole is built: for telling kinds of files apart by their
/// content.
///
/// What is wrong with the text is not looked at; whoever reads it will say so.
public struct JSONOutline: Sendable {
  /// What stands at the top.
  public enum Top: Sendable, Equatable {
    /// One array.
    case array
    /// One object.
    case object
    /// Objects that follow one another, each in a line of its own.
    case lines
    /// Objects that follow one another otherwise.
    case sequence
    /// Something else, or nothing.
    case other
  }

  /// What stands at the top.
  public private(set) var top = Top.other
  /// The keys of the object at the top, or of the first one, as far as the start shows them.
  public private(set) var keys: [String] = []
  /// The arrays of objects that the object at the top holds, by their keys, each with its first element where
  /// the start shows it whole.
  public private(set) var arrays: [(key: String, first: JSONField?)] = []
  /// The first element of the array at the top, or the object at the top or the first one, where the start
  /// shows it whole.
  public private(set) var first: JSONField?
  private let telling: Set<String>

  /// The outline of a text.
  /// - Parameters:
  ///   - start: the text's first bytes.
  ///   - isWhole: whether the text ends there.
  ///   - telling: keys that tell by themselves what the text is; where one is met, nothing more is looked at.
  ///   - file: the name for places.
  public init(of start: [UInt8], isWhole: Bool, telling: Set<String> = [], file: String) {
    self.telling = telling
    var cursor = JSONCursor(file: file, limit: .max, dialect: .lenient) { nil }
    cursor.append(start)
    try? read(&cursor, isWhole: isWhole)
  }

  /// Whether the object at the top has one of the telling keys.
  public var hasTellingKey: Bool { !telling.isDisjoint(with: keys) }

  private mutating func read(_ cursor: inout JSONCursor, isWhole: Bool) throws {
    try cursor.skipWhitespace()
    switch try cursor.peek() {
    case UInt8(ascii: "["):
      top = .array
      first = try? Self.firstElement(&cursor, path: "")
    case UInt8(ascii: "{"):
      top = .object
      readMembers(of: cursor)
      if hasTellingKey { return }
      let line = cursor.line
      first = JSONField(node: try cursor.value(depth: 0), file: cursor.file)
      let endLine = cursor.line
      try cursor.skipWhitespace()
      _ = try cursor.take(UInt8(ascii: ","))
      try cursor.skipWhitespace()
      if try cursor.peek() == nil, isWhole { return }
      arrays = []
      top = line == endLine && cursor.line > endLine ? .lines : .sequence
    default: break
    }
  }

  /// The members of the object that starts at `place`, which is passed by value so that it stays there.
  private mutating func readMembers(of place: JSONCursor) {
    var cursor = place
    var keys: [String] = []
    var arrays: [(key: String, first: JSONField?)] = []
    _ = try? cursor.members { key, cursor in
      keys.append(key)
      if telling.contains(key) { throw EnoughSeen() }
      var inner = cursor
      if try inner.take(UInt8(ascii: "[")) {
        try inner.skipWhitespace()
        if try inner.peek() == UInt8(ascii: "{") {
          inner = cursor
          arrays.append((key, try? Self.firstElement(&inner, path: key)))
        }
      }
      _ = try cursor.extent()
      return nil
    }
    (self.keys, self.arrays) = (keys, arrays)
  }

  private static func firstElement(_ cursor: inout JSONCursor, path: String) throws -> JSONField {
    _ = try cursor.take(UInt8(ascii: "["))
    try cursor.skipWhitespace()
    return JSONField(node: try cursor.value(depth: 1), file: cursor.file, path: "\(path)[0]")
  }
}

/// Ends a walk over members that need not be seen.
private struct EnoughSeen: Error {}
