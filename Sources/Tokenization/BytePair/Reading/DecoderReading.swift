import JSON

extension [DecoderStep] {
  private static let known = [
    "ByteFallback", "ByteLevel", "Fuse", "Metaspace", "Replace", "Sequence", "Strip",
  ]

  /// The steps of a `decoder`; `nil` for none.
  /// - Throws: `JSONError`, `TokenizerError`.
  init?(decoder field: JSONField?) throws {
    guard let field, !field.isNull else { return nil }
    self = []
    try add(field)
  }

  private mutating func add(_ field: JSONField) throws {
    let part = try TokenizerPart(field, what: "decoder")
    switch part.type {
    case "Sequence":
      try part.allow("decoders")
      for element in try part.object.required("decoders").array() { try add(element) }
    case "ByteLevel":
      // These are about the other direction.
      try part.allow("add_prefix_space", "trim_offsets", "use_regex")
      append(.byteLevel)
    case "ByteFallback":
      try part.allow()
      append(.byteFallback)
    case "Fuse":
      try part.allow()
      append(.fuse)
    case "Replace":
      try part.allow("pattern", "content")
      append(.replace(try part.pattern(), with: [UInt8](try part.object.required("content").string().utf8)))
    case "Strip": try addStrip(part)
    case "Metaspace":
      try part.allow("replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep")
      var keepsFirst = false
      if let scheme = part.object["prepend_scheme"], !scheme.isNull {
        keepsFirst = try part.choice("prepend_scheme", CutStep.PrependScheme.self) == .never
      } else {
        keepsFirst = try !part.flag("add_prefix_space", default: true)
      }
      append(.metaspace(symbol: try PreTokenizerReading.symbol(part), keepsFirst: keepsFirst))
    default: throw part.unknown(known: Self.known)
    }
  }

  private mutating func addStrip(_ part: TokenizerPart) throws {
    try part.allow("content", "start", "stop")
    let field = try part.object.required("content")
    let text = try field.string()
    guard text.unicodeScalars.count == 1 else { throw field.invalid("'\(text)'", mustBe: "one character") }
    func count(_ key: String) throws -> Int {
      let field = try part.object.required(key)
      let count = try field.integer()
      guard (0...1 << 16).contains(count) else { throw field.invalid(count, mustBe: "from 0 to \(1 << 16)") }
      return count
    }
    append(.strip([UInt8](text.utf8), start: try count("start"), stop: try count("stop")))
  }
}
