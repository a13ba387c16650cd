import JSON

/// What a `post_processor` puts around a text.
struct PostProcessorReading {
  /// The tokens before a text.
  private(set) var starts: [Int32] = []
  /// The tokens behind a text.
  private(set) var ends: [Int32] = []

  private static let known = ["ByteLevel", "Sequence", "TemplateProcessing"]

  /// - Throws: `JSONError`, `TokenizerError`.
  init(_ field: JSONField?, vocabularySize: Int) throws {
    guard let field, !field.isNull else { return }
    try add(field, vocabularySize)
  }

  private mutating func add(_ field: JSONField, _ size: Int) throws {
    let part = try TokenizerPart(field, what: "post-processor")
    switch part.type {
    case "Sequence":
      try part.allow("processors")
      for element in try part.object.required("processors").array() { try add(element, size) }
    // It changes places in the text alone.
    case "ByteLevel": try part.allow("add_prefix_space", "trim_offsets", "use_regex")
    case "TemplateProcessing": try addTemplate(part, size)
    default: throw part.unknown(known: Self.known)
    }
  }

  private mutating func addTemplate(_ part: TokenizerPart, _ size: Int) throws {
    try part.allow("single", "pair", "special_tokens")
    let tokens = try part.object.required("special_tokens").object()
    var isBehindText = false
    for element in try part.object.required("single").array() {
      let piece = try element.object()
      try piece.refuseUnknownKeys(["SpecialToken", "Sequence"])
      guard let special = piece["SpecialToken"] else {
        _ = try piece.required("Sequence").object()
        if isBehindText { throw element.invalid("a second text", mustBe: "a special token") }
        isBehindText = true
        continue
      }
      let ids = try Self.ids(of: special.object().required("id"), tokens, size)
      if isBehindText { ends += ids } else { starts += ids }
    }
  }

  private static func ids(of name: JSONField, _ tokens: JSONObject, _ size: Int) throws -> [Int32] {
    let text = try name.string()
    guard let token = tokens[text] else {
      throw name.invalid("'\(text)'", mustBe: "one of the template's special tokens")
    }
    return try token.object().required("ids").array().map { field in
      let id = try field.integer()
      guard (0..<size).contains(id) else { throw field.invalid(id, mustBe: "an id of the vocabulary") }
      return Int32(id)
    }
  }
}
