import Diagnostics

/// A place in a JSON text that is read piece by piece.
///
/// It finds where a value ends by counting brackets outside of strings, and leaves everything else about it
/// to `JSONParser`, which sees the value's bytes alone.
struct JSONCursor {
  let file: String
  let limit: Int
  let dialect: JSONDialect
  let pieces: () throws -> [UInt8]?
  private(set) var line = 1
  private(set) var column = 1
  private var buffer: [UInt8] = []
  private var index = 0

  init(file: String, limit: Int, dialect: JSONDialect, pieces: @escaping () throws -> [UInt8]?) {
    self.file = file
    self.limit = limit
    self.dialect = dialect
    self.pieces = pieces
  }

  var location: SourceLocation { SourceLocation(file: file, line: line, column: column) }

  func syntaxError(expected: String) -> JSONError {
    let found: String
    if index < buffer.count {
      let byte = buffer[index]
      found =
        (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "the byte \(byte)"
    } else {
      found = "the end of the file"
    }
    return .syntax(location: location, found: found, expected: expected)
  }

  /// Adds bytes at the end of those that are known.
  mutating func append(_ bytes: [UInt8]) {
    if index > 0 {
      buffer.removeFirst(index)
      index = 0
    }
    buffer += bytes
  }

  private mutating func fill() throws -> Bool {
    guard let piece = try pieces() else { return false }
    append(piece)
    return true
  }

  /// The next byte, or `nil` at the end.
  mutating func peek() throws -> UInt8? {
    if index == buffer.count, try !fill() { return nil }
    return buffer[index]
  }

  mutating func take(_ byte: UInt8) throws -> Bool {
    guard try peek() == byte else { return false }
    advance(to: index + 1)
    return true
  }

  mutating func skipWhitespace() throws {
    while let byte = try peek(), byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      advance(to: index + 1)
    }
  }

  private mutating func advance(to end: Int) {
    for byte in buffer[index..<end] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    index = end
  }
}

// MARK: - Values

extension JSONCursor {
  /// Passes over the value that starts here.
  /// - Returns: its bytes; where the text ends first, those that are there.
  mutating func extent() throws -> [UInt8] {
    var scan = ValueScan()
    var position = index
    while !scan.isDone {
      if position == buffer.count {
        if position - index > limit { throw tooLong() }
        let dropped = index
        guard try fill() else { break }
        position -= dropped
      }
      position = scan.run(buffer, from: position)
    }
    position = min(position, buffer.count)
    let bytes = Array(buffer[index..<position])
    advance(to: position)
    return bytes
  }

  /// The value that starts here.
  mutating func value(depth: Int) throws -> JSONNode {
    let (line, column) = (line, column)
    let bytes = try extent()
    if bytes.isEmpty { throw syntaxError(expected: "a value") }
    var parser = JSONParser(fragment: bytes, file: file, line: line, column: column, dialect: dialect)
    return try parser.parseDocument(depth: depth)
  }

  /// What is wrong with a value of which the first `limit` bytes are not the whole.
  private func tooLong() -> JSONError {
    var parser = JSONParser(
      fragment: Array(buffer[index...]), file: file, line: line, column: column, dialect: dialect)
    do {
      _ = try parser.parseDocument()
    } catch {
      if case .syntax(_, let found, _) = error, found != "the end of the file" { return error }
    }
    return .syntax(
      location: location, found: "a value of more than \(limit >> 20) MiB", expected: "a shorter one")
  }

  /// Walks the members of the object that starts here; `body` takes each value, or reads past it.
  mutating func members(
    _ body: (_ key: String, _ cursor: inout JSONCursor) throws -> JSONNode?
  ) throws -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    // By their bytes: Swift takes canonically equivalent strings for equal.
    var keys: Set<[UInt8]> = []
    _ = try take(UInt8(ascii: "{"))
    try skipWhitespace()
    if try take(UInt8(ascii: "}")) { return members }
    while true {
      try skipWhitespace()
      let (keyLine, keyColumn) = (line, column)
      guard try peek() == UInt8(ascii: "\"") else { throw syntaxError(expected: "a key in quotes") }
      guard case .string(let key) = try value(depth: 1).content else {
        throw syntaxError(expected: "a key in quotes")
      }
      if !keys.insert(Array(key.utf8)).inserted {
        throw JSONError.duplicateKey(
          location: SourceLocation(file: file, line: keyLine, column: keyColumn), key: key)
      }
      try skipWhitespace()
      guard try take(UInt8(ascii: ":")) else { throw syntaxError(expected: "':'") }
      try skipWhitespace()
      if let value = try body(key, &self) {
        members.append(.init(key: key, line: keyLine, column: keyColumn, value: value))
      }
      try skipWhitespace()
      if try take(UInt8(ascii: "}")) { return members }
      guard try take(UInt8(ascii: ",")) else { throw syntaxError(expected: "',' or '}'") }
      if try takeAfterComma(UInt8(ascii: "}")) { return members }
    }
  }

  mutating func walkObject(
    key walked: String, _ body: (JSONField) throws -> Void
  ) throws -> [JSONNode.Member] {
    try members { key, cursor in
      let (line, column) = (cursor.line, cursor.column)
      guard key == walked, try cursor.peek() == UInt8(ascii: "[") else { return try cursor.value(depth: 1) }
      try cursor.walkArray(path: key, depth: 2, body)
      return JSONNode(content: .array([]), line: line, column: column)
    }
  }

  mutating func walkArray(path: String, depth: Int, _ body: (JSONField) throws -> Void) throws {
    _ = try take(UInt8(ascii: "["))
    try skipWhitespace()
    if try take(UInt8(ascii: "]")) { return }
    var number = 0
    while true {
      try skipWhitespace()
      try body(JSONField(node: value(depth: depth), file: file, path: "\(path)[\(number)]"))
      number += 1
      try skipWhitespace()
      if try take(UInt8(ascii: "]")) { return }
      guard try take(UInt8(ascii: ",")) else { throw syntaxError(expected: "',' or ']'") }
      if try takeAfterComma(UInt8(ascii: "]")) { return }
    }
  }

  /// Walks values that follow one another, with or without commas between them, to the end of the text.
  mutating func walkSequence(_ body: (JSONField) throws -> Void) throws {
    while true {
      try skipWhitespace()
      if try peek() == nil { return }
      try body(JSONField(node: value(depth: 0), file: file))
      try skipWhitespace()
      if dialect == .lenient { _ = try take(UInt8(ascii: ",")) }
    }
  }

  /// Takes a bracket that closes after a comma, where the dialect lets it.
  private mutating func takeAfterComma(_ bracket: UInt8) throws -> Bool {
    guard dialect == .lenient else { return false }
    try skipWhitespace()
    return try take(bracket)
  }
}

/// Finds the end of one value, over as many pieces as it takes.
private struct ValueScan {
  private(set) var isDone = false
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isWord = false

  /// Looks at the bytes from `start` on.
  /// - Returns: the index after the value's last byte, or the number of bytes when it goes on.
  mutating func run(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
          isDone = depth == 0
        }
      } else {
        step(byte)
        if isWord, isDone { return index - 1 }
      }
      if isDone { return index }
    }
    return index
  }

  private mutating func step(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\"") where !isWord: isInString = true
    case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      // A bracket that closes nothing of this value ends a word before it, and is no value itself.
      if depth == 0 { isWord = true }
      depth = max(depth - 1, 0)
      isDone = depth == 0
    default:
      guard depth == 0 else { return }
      let endsWord = byte == UInt8(ascii: ",") || byte == 0x20 || (0x09...0x0D).contains(byte)
      isWord = true
      isDone = endsWord
    }
  }
}
