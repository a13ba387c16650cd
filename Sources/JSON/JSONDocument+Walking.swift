import Diagnostics

extension JSONDocument {
  /// The most bytes of one element, or of one member beside the array, that `walk` reads: 64 MiB.
  public static let standardElementLimit = 64 << 20

  /// Reads a JSON text whose bulk is one long array, element by element, in a memory that does not grow with it.
  ///
  /// The array is the member `key` of the object at the top, or the value at the top itself. The elements are handed
  /// to `body` in order, each as a tree of its own with its place in the whole text; what else the object holds is
  /// returned.
  /// - Parameters:
  ///   - key: the array's key; `nil` for an array at the top.
  ///   - file: the name for error messages.
  ///   - limit: the most bytes of an element, and of each other member.
  ///   - dialect: which texts are JSON.
  ///   - pieces: gives the text's bytes piece by piece, `nil` at the end; no piece is empty.
  /// - Returns: the value at the top. The array that was walked stands in it as an empty one; where `key` holds
  ///   something else than an array, or the top is no object, it is there as it was read.
  /// - Throws: `JSONError`, and what `pieces` and `body` throw. `body` may have been called before.
  public static func walk(
    elementsOf key: String?, file: String, limit: Int = standardElementLimit, dialect: JSONDialect = .strict,
    pieces: @escaping () throws -> [UInt8]?, _ body: (JSONField) throws -> Void
  ) throws -> JSONField {
    var cursor = JSONCursor(file: file, limit: limit, dialect: dialect, pieces: pieces)
    try cursor.skipWhitespace()
    let (line, column) = (cursor.line, cursor.column)
    let content: JSONNode.Content
    switch (try cursor.peek(), key) {
    case (UInt8(ascii: "{"), .some(let key)):
      content = .object(try cursor.walkObject(key: key, body))
    case (UInt8(ascii: "["), nil):
      try cursor.walkArray(path: "", depth: 1, body)
      content = .array([])
    default: content = try cursor.value(depth: 0).content
    }
    try cursor.skipWhitespace()
    if try cursor.peek() != nil { throw cursor.syntaxError(expected: "the end of the file") }
    return JSONField(node: JSONNode(content: content, line: line, column: column), file: file)
  }

  /// Reads JSON values that follow one another, each as a tree of its own with its place in the whole text.
  /// - Parameters:
  ///   - limit: the most bytes of a value.
  ///   - pieces: gives the text's bytes piece by piece, `nil` at the end; no piece is empty.
  /// - Throws: `JSONError`, and what `pieces` and `body` throw. `body` may have been called before.
  public static func walkSequence(
    file: String, limit: Int = standardElementLimit, dialect: JSONDialect = .strict,
    pieces: @escaping () throws -> [UInt8]?, _ body: (JSONField) throws -> Void
  ) throws {
    var cursor = JSONCursor(file: file, limit: limit, dialect: dialect, pieces: pieces)
    try cursor.walkSequence(body)
  }
}
