import JSON

extension [NormalizerStep] {
  private static let known = ["NFC", "NFD", "Prepend", "Replace", "Sequence", "Strip"]

  /// The steps of a `normalizer`.
  /// - Throws: `JSONError`, `TokenizerError`.
  init(normalizer field: JSONField) throws {
    self = []
    if field.isNull { return }
    let part = try TokenizerPart(field, what: "normalizer")
    switch part.type {
    case "Sequence":
      try part.allow("normalizers")
      for element in try part.object.required("normalizers").array() {
        self += try [NormalizerStep](normalizer: element)
      }
    case "NFC", "NFD":
      try part.allow()
      append(.form(part.type == "NFC" ? .composed : .decomposed))
    case "Prepend":
      try part.allow("prepend")
      append(.prepend([UInt8](try part.object.required("prepend").string().utf8)))
    case "Replace":
      try part.allow("pattern", "content")
      append(.replace(try part.pattern(), with: [UInt8](try part.object.required("content").string().utf8)))
    case "Strip":
      try part.allow("strip_left", "strip_right")
      append(
        .strip(
          left: try part.flag("strip_left", default: false),
          right: try part.flag("strip_right", default: false)))
    default: throw part.unknown(known: Self.known)
    }
  }
}
