import Diagnostics

/// A recursive-descent parser over the bytes of a JSON text.
struct JSONParser {
  let bytes: [UInt8]
  let file: String
  let dialect: JSONDialect
  var line: Int
  var index = 0
  /// A byte of this line whose column is known; columns are counted on from here, so that a file in one
  /// long line is not counted from its start for every value.
  var columnMark = (index: 0, column: 1)

  init(bytes: [UInt8], file: String, line: Int, dialect: JSONDialect) {
    self.bytes = bytes
    self.file = file
    self.dialect = dialect
    self.line = line
    // A byte-order mark is no part of the text (RFC 8259, section 8.1).
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      columnMark = (3, 1)
    }
  }

  /// A parser of one value from the middle of a text.
  init(fragment: [UInt8], file: String, line: Int, column: Int, dialect: JSONDialect) {
    bytes = fragment
    self.dialect = dialect
    self.file = file
    self.line = line
    columnMark = (0, column)
  }

  mutating func parseDocument(depth: Int = 0) throws(JSONError) -> JSONNode {
    skipWhitespace()
    let node = try parseValue(depth: depth)
    skipWhitespace()
    if index < bytes.count { throw syntaxError(expected: "the end of the file") }
    return node
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONNode {
    if depth > JSONDocument.maximumDepth {
      throw .syntax(
        location: location, found: "nesting deeper than \(JSONDocument.maximumDepth)", expected: "a value")
    }
    let (line, column) = (line, advanceColumn())
    let content: JSONNode.Content
    switch peek ?? 0 {
    case UInt8(ascii: "{"): content = .object(try parseObject(depth: depth))
    case UInt8(ascii: "["): content = .array(try parseArray(depth: depth))
    case UInt8(ascii: "\""): content = .string(try parseString())
    case UInt8(ascii: "t"): content = .boolean(try parseWord("true", as: true))
    case UInt8(ascii: "f"): content = .boolean(try parseWord("false", as: false))
    case UInt8(ascii: "n"):
      _ = try parseWord("null", as: true)
      content = .null
    case UInt8(ascii: "N") where dialect == .lenient:
      _ = try parseWord("NaN", as: true)
      content = .null
    case UInt8(ascii: "I") where dialect == .lenient: content = .number(try parseInfinity("Infinity"))
    case UInt8(ascii: "-") where dialect == .lenient && peek(after: 1) == UInt8(ascii: "I"):
      content = .number(try parseInfinity("-Infinity"))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): content = .number(try parseNumber())
    default: throw syntaxError(expected: "a value")
    }
    return JSONNode(content: content, line: line, column: column)
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    // By their bytes: Swift takes canonically equivalent strings for equal.
    var keys: Set<[UInt8]> = []
    index += 1
    skipWhitespace()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipWhitespace()
      let (keyLine, keyColumn) = (line, advanceColumn())
      guard peek == UInt8(ascii: "\"") else { throw syntaxError(expected: "a key in quotes") }
      let key = try parseString()
      if !keys.insert(Array(key.utf8)).inserted { throw .duplicateKey(location: location, key: key) }
      skipWhitespace()
      guard take(UInt8(ascii: ":")) else { throw syntaxError(expected: "':'") }
      skipWhitespace()
      let value: JSONNode
      do { value = try parseValue(depth: depth + 1) } catch { throw error.inside(key) }
      members.append(.init(key: key, line: keyLine, column: keyColumn, value: value))
      skipWhitespace()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw syntaxError(expected: "',' or '}'") }
      if takeAfterComma(UInt8(ascii: "}")) { return members }
    }
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> [JSONNode] {
    var elements: [JSONNode] = []
    index += 1
    skipWhitespace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      skipWhitespace()
      do { elements.append(try parseValue(depth: depth + 1)) } catch {
        throw error.inside("[\(elements.count)]")
      }
      skipWhitespace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw syntaxError(expected: "',' or ']'") }
      if takeAfterComma(UInt8(ascii: "]")) { return elements }
    }
  }

  private mutating func parseWord(_ word: StaticString, as value: Bool) throws(JSONError) -> Bool {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { bytes[index...].prefix(length).elementsEqual($0) }
    if !matches { throw syntaxError(expected: "a value") }
    index += length
    return value
  }

  private mutating func parseInfinity(_ word: StaticString) throws(JSONError) -> String {
    _ = try parseWord(word, as: true)
    return word.description
  }

  /// Takes a bracket that closes after a comma, where the dialect lets it.
  private mutating func takeAfterComma(_ bracket: UInt8) -> Bool {
    guard dialect == .lenient else { return false }
    skipWhitespace()
    return take(bracket)
  }

  private mutating func parseNumber() throws(JSONError) -> String {
    let start = index
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try parseDigits() }
    if take(UInt8(ascii: ".")) { try parseDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try parseDigits()
    }
    if let byte = peek, Self.continuesANumber(byte) { throw syntaxError(expected: "the end of the number") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Whether a byte behind a number shows that something else was meant: `0x10`, `01`, `1_000`, `1.2.3`.
  private static func continuesANumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private mutating func parseDigits() throws(JSONError) {
    let start = index
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    if index == start { throw syntaxError(expected: "a digit") }
  }
}

// MARK: - Position

extension JSONParser {
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func peek(after count: Int) -> UInt8? {
    index + count < bytes.count ? bytes[index + count] : nil
  }

  /// Columns are counted in Unicode scalars, as editors do: continuation bytes do not count.
  var column: Int {
    columnMark.column + bytes[columnMark.index..<min(index, bytes.count)].count { $0 & 0xC0 != 0x80 }
  }

  mutating func advanceColumn() -> Int {
    columnMark = (index, column)
    return columnMark.column
  }

  var location: SourceLocation { SourceLocation(file: file, line: line, column: column) }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  mutating func skipWhitespace() {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        columnMark = (index, 1)
      default: return
      }
    }
  }

  func syntaxError(expected: String) -> JSONError {
    .syntax(location: location, found: foundHere, expected: expected)
  }

  private var foundHere: String {
    guard let byte = peek else { return "the end of the file" }
    return (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "the byte \(byte)"
  }
}
