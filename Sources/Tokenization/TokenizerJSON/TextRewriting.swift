import Foundation
import JSON

/// What the `normalizer` and `pre_tokenizer` of a `tokenizer.json` file do to text, in SentencePiece's terms.
struct TextRewriting {
  /// The compiled rules.
  private(set) var characterMap: Data?
  /// Whether runs of spaces become one and those at the ends none.
  ///
  /// A SentencePiece model says so with one flag; files say it by `Strip`, by `Replace` of runs of spaces, or
  /// by `WhitespaceSplit`.
  private(set) var removesExtraSpaces = false
  /// Whether the text is cut into words (`WhitespaceSplit`), so that a space before an added token is none's.
  private(set) var splitsWords = false
  /// Whether spaces at the start go before added tokens are looked for (`Strip`).
  private(set) var stripsStart = false

  private static let normalizers = ["Precompiled", "Replace", "Sequence", "Strip"]
  private static let preTokenizers = ["Metaspace", "Sequence", "WhitespaceSplit"]
  /// What the pattern and the content of `Replace` may be: spaces, and the symbol that they become anyway.
  private static let runsOfSpaces = [" {2,}", " +", " ", "\\s+"]
  private static let spaces = [" ", String(SpaceSymbol.scalar)]

  /// Takes in a `normalizer`.
  /// - Throws: `JSONError`, `TokenizerError.unsupportedPart`.
  mutating func addNormalizer(_ field: JSONField) throws {
    if field.isNull { return }
    let part = try field.object()
    let type = try part.required("type")
    switch try type.string() {
    case "Sequence":
      for element in try part.required("normalizers").array() { try addNormalizer(element) }
    case "Precompiled": try addRules(part)
    case "Strip":
      for side in ["strip_left", "strip_right"] {
        if try part[side]?.boolean() == true {
          removesExtraSpaces = true
          if side == "strip_left" { stripsStart = true }
        }
      }
    case "Replace": try addReplacement(part)
    case let name: throw TokenizerError.unsupported(type, name, supported: Self.normalizers)
    }
  }

  private mutating func addRules(_ part: JSONObject) throws {
    guard let field = part["precompiled_charsmap"], !field.isNull else { return }
    let text = try field.string()
    guard let bytes = Data(base64Encoded: text) else {
      throw field.invalid("text of \(text.utf8.count) bytes", mustBe: "the rules in base64")
    }
    if characterMap != nil {
      throw TokenizerError.unsupported(field, "a second table", supported: ["one table of rules"])
    }
    characterMap = bytes.isEmpty ? nil : bytes
  }

  private mutating func addReplacement(_ part: JSONObject) throws {
    let pattern = try part.required("pattern")
    let content = try part.required("content")
    let choice = try pattern.object()
    let text = try (choice["Regex"] ?? choice.required("String")).string()
    guard Self.runsOfSpaces.contains(text) else {
      throw TokenizerError.unsupported(pattern, text, supported: [Self.runsOfSpaces[0]])
    }
    guard Self.spaces.contains(try content.string()) else {
      throw TokenizerError.unsupported(content, try content.string(), supported: Self.spaces)
    }
    if choice["Regex"] != nil, text != " " { removesExtraSpaces = true }
  }

  /// Takes in a `pre_tokenizer`, which must hold a `Metaspace`.
  ///
  /// Its `prepend_scheme` and `add_prefix_space` are not looked at; see `LeadingSpace`.
  /// - Throws: `JSONError`, `TokenizerError.unsupportedPart`.
  mutating func addPreTokenizer(_ field: JSONField) throws {
    if try !addsSpaceSymbol(field) {
      throw TokenizerError.unsupported(field, "without 'Metaspace'", supported: ["Metaspace"])
    }
  }

  /// Whether `Metaspace` is in it.
  private mutating func addsSpaceSymbol(_ field: JSONField) throws -> Bool {
    if field.isNull { return false }
    let part = try field.object()
    let type = try part.required("type")
    switch try type.string() {
    case "Sequence":
      var isThere = false
      for element in try part.required("pretokenizers").array() {
        if try addsSpaceSymbol(element) { isThere = true }
      }
      return isThere
    case "WhitespaceSplit":
      removesExtraSpaces = true
      splitsWords = true
      return false
    case "Metaspace":
      let symbol = try part.required("replacement")
      guard try symbol.string() == Self.spaces[1] else {
        throw TokenizerError.unsupported(symbol, try symbol.string(), supported: [Self.spaces[1]])
      }
      return true
    case let name: throw TokenizerError.unsupported(type, name, supported: Self.preTokenizers)
    }
  }
}
