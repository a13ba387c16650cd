import JSON

/// The steps of a `pre_tokenizer`.
struct PreTokenizerReading {
  /// How text is cut.
  private(set) var cuts: [CutStep] = []
  /// The field of `ByteLevel`, where it is there: words are bytes then.
  private(set) var byteLevel: JSONField?

  private static let known = ["ByteLevel", "Digits", "Metaspace", "Sequence", "Split"]

  /// - Throws: `JSONError`, `TokenizerError`.
  init(_ field: JSONField) throws { try add(field) }

  private mutating func add(_ field: JSONField) throws {
    if field.isNull { return }
    let part = try TokenizerPart(field, what: "pre-tokenizer")
    if byteLevel != nil, part.type != "Sequence" {
      throw TokenizerError.unknownPart(
        location: field.location, what: "step behind 'ByteLevel'", found: part.type, known: [])
    }
    switch part.type {
    case "Sequence":
      try part.allow("pretokenizers")
      for element in try part.object.required("pretokenizers").array() { try add(element) }
    case "ByteLevel":
      // `trim_offsets` is about places in the text, which nothing here asks for.
      try part.allow("add_prefix_space", "trim_offsets", "use_regex")
      if try part.flag("add_prefix_space", default: true) { cuts.append(.leadingSpace) }
      if try part.flag("use_regex", default: true) { cuts.append(.words(.gpt2)) }
      byteLevel = field
    case "Digits":
      try part.allow("individual_digits")
      cuts.append(.digits(individual: try part.flag("individual_digits", default: false)))
    case "Split":
      try part.allow("pattern", "behavior", "invert")
      let pattern = try part.pattern()
      let behavior = try part.choice("behavior", CutStep.SplitBehavior.self)
      let inverted = try part.flag("invert", default: false)
      if case .words(let words) = pattern, behavior == .isolated {
        cuts.append(.words(words))
      } else {
        cuts.append(.split(pattern, behavior, inverted: inverted))
      }
    case "Metaspace": try addMetaspace(part)
    default: throw part.unknown(known: Self.known)
    }
  }

  private mutating func addMetaspace(_ part: TokenizerPart) throws {
    try part.allow("replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep")
    var scheme = CutStep.PrependScheme.always
    if let field = part.object["prepend_scheme"], !field.isNull {
      scheme = try part.choice("prepend_scheme", CutStep.PrependScheme.self)
    }
    // What files had before there were schemes.
    if let field = part.object["add_prefix_space"], !field.isNull, try !field.boolean() {
      if scheme == .always, part.object["prepend_scheme"] != nil {
        throw field.invalid("false", mustBe: "true, as the prepend_scheme is 'always'")
      }
      scheme = .never
    }
    cuts.append(
      .metaspace(
        symbol: try Self.symbol(part), scheme, splits: try part.flag("split", default: true)))
  }

  /// The one character of a `replacement`.
  static func symbol(_ part: TokenizerPart) throws -> [UInt8] {
    let field = try part.object.required("replacement")
    let text = try field.string()
    guard text.unicodeScalars.count == 1 else { throw field.invalid("'\(text)'", mustBe: "one character") }
    return Array(text.utf8)
  }
}

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
