/// A JSON value whose objects keep the order of their keys, so that a written recipe reads like its schema.
package indirect enum OrderedJSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// Any number; one without a fraction is written as a whole number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([OrderedJSON])
  /// An object; keys are unique.
  case object([Member])

  /// One `"key": value` of an object.
  package struct Member: Sendable, Equatable {
    /// The key.
    package let key: String
    /// The value.
    package let value: OrderedJSON

    /// A member of an object.
    package init(_ key: String, _ value: OrderedJSON) {
      self.key = key
      self.value = value
    }
  }

  /// The same value without its places.
  package init(_ node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .number(let text): self = Int(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
    case .string(let value): self = .string(value)
    case .array(let elements): self = .array(elements.map(OrderedJSON.init))
    case .object(let members): self = .object(members.map { Member($0.key, OrderedJSON($0.value)) })
    }
  }

  /// The value on one line, as in a table.
  package var compactText: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value): OrderedJSON.text(of: value)
    case .string(let value): OrderedJSON.quoted(value)
    case .array(let elements): "[" + elements.map(\.compactText).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(OrderedJSON.quoted($0.key)): \($0.value.compactText)" }.joined(separator: ", ")
        + "}"
    }
  }

  /// The value over several lines, two spaces to a level; whatever fits on a line stays on one.
  package func prettyText(indent: Int = 0, width: Int = 110) -> String {
    let compact = compactText
    let margin = String(repeating: " ", count: indent)
    let isNested = indent > 0
    switch self {
    case .array(let elements) where !elements.isEmpty:
      if isNested, indent + compact.count <= width - 40 { return compact }
      let lines = elements.map { "\(margin)  \($0.prettyText(indent: indent + 2, width: width))" }
      return "[\n\(lines.joined(separator: ",\n"))\n\(margin)]"
    case .object(let members) where !members.isEmpty:
      if isNested, indent + compact.count <= width - 40 { return compact }
      let lines = members.map {
        "\(margin)  \(OrderedJSON.quoted($0.key)): \($0.value.prettyText(indent: indent + 2, width: width))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
    default: return compact
    }
  }

  /// The shortest text that reads back as the same number; a number without a fraction has no point.
  package static func text(of value: Double) -> String {
    if let whole = Int(exactly: value), whole.magnitude < 1_000_000_000_000_000 { return "\(whole)" }
    return "\(value)"
  }

  /// `text` as a JSON string.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{00}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
