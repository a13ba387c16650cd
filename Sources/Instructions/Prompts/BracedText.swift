/// A text with names in braces, cut into its parts: `{{` and `}}` are braces.
struct BracedText {
  enum Part: Equatable {
    case text(String)
    /// What stands between two braces, which may be nothing.
    case name(String)
    /// A brace without its other one; nothing after it has been read.
    case strayBrace
  }

  /// In the order of the text; no two texts stand side by side, and none is empty.
  let parts: [Part]

  init(_ text: String) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    func endLiteral() {
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
    }
    while let character = rest.popFirst() {
      guard character == "{" || character == "}" else {
        literal.append(character)
        continue
      }
      if rest.first == character {
        literal.append(character)
        rest.removeFirst()
        continue
      }
      endLiteral()
      guard character == "{", let end = rest.firstIndex(where: { $0 == "{" || $0 == "}" }), rest[end] == "}"
      else {
        parts.append(.strayBrace)
        break
      }
      parts.append(.name(String(rest[..<end])))
      rest = rest[rest.index(after: end)...]
    }
    endLiteral()
    self.parts = parts
  }
}
