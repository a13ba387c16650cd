import JSON

/// A part of a `tokenizer.json` with a type: an object whose keys must all be known.
struct TokenizerPart {
  let object: JSONObject
  let type: String
  /// What it is a part of, for messages: `normalizer`.
  let what: String

  /// - Throws: `JSONError`.
  init(_ field: JSONField, what: String) throws {
    object = try field.object()
    type = try object.required("type").string()
    self.what = what
  }

  /// Checks that the part has no other keys than these and `type`.
  /// - Throws: `JSONError.unknownKey`.
  func allow(_ keys: String...) throws { try object.refuseUnknownKeys(keys + ["type"]) }

  /// A flag.
  func flag(_ key: String, default value: Bool) throws -> Bool {
    guard let field = object[key], !field.isNull else { return value }
    return try field.boolean()
  }

  /// The error about the part's type.
  func unknown(known: [String]) -> TokenizerError {
    let place = object["type"]?.location ?? object.field.location
    return .unknownPart(location: place, what: what, found: type, known: known)
  }

  /// A value that is one of an enumeration's names.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, _ kind: Choice.Type) throws
    -> Choice
  {
    let field = try object.required(key)
    let name = try field.string()
    guard let choice = Choice(rawValue: name) else {
      throw TokenizerError.unknownPart(
        location: field.location, what: key, found: name, known: kind.allCases.map(\.rawValue))
    }
    return choice
  }

  /// The pattern of `Replace` and `Split`.
  func pattern() throws -> TextPattern {
    let field = try object.required("pattern")
    let pattern = try field.object()
    try pattern.refuseUnknownKeys(["String", "Regex"])
    if let literal = pattern["String"] {
      let text = try literal.string()
      if text.isEmpty { throw literal.invalid("''", mustBe: "a text that is looked for") }
      return .literal(Array(text.utf8))
    }
    let regex = try pattern.required("Regex")
    let text = try regex.string()
    if let known = WordPattern.known.first(where: { $0.text == text }) { return .words(known.pattern) }
    if let known = TextPattern.known.first(where: { $0.text == text }) { return known.pattern }
    throw TokenizerError.unknownPattern(
      location: regex.location, pattern: text, known: WordPattern.names)
  }
}
