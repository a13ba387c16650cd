import JSON

extension BytePairModel {
  /// Ids stay far from the limits of `Int32`.
  static let largestID = 1 << 24

  private static let keys = [
    "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk",
    "byte_fallback",
    "ignore_merges", "vocab", "merges",
  ]

  /// The `model` of a `tokenizer.json`.
  /// - Parameter isByteLevel: whether words are bytes.
  /// - Throws: `JSONError`, `TokenizerError`.
  init(model object: JSONObject, isByteLevel: Bool) throws {
    try object.refuseUnknownKeys(Self.keys)
    try Self.refuseDropout(object)
    try Self.refuseAffixes(object)
    func flag(_ key: String) throws -> Bool {
      guard let field = object[key], !field.isNull else { return false }
      return try field.boolean()
    }
    let texts = try Self.texts(try object.required("vocab"))
    let merges = try MergeList(object.required("merges"), texts)
    var unknownID: Int32?
    if let field = object["unk_token"], !field.isNull {
      let name = try field.string()
      unknownID = texts.id(of: name.utf8)
      if unknownID == nil { throw field.invalid("'\(name)'", mustBe: "a token of the vocabulary") }
    }
    let ignoresMerges = try flag("ignore_merges")
    self.init(
      texts: texts, isByteLevel: isByteLevel, merges: merges.merges, unknownID: unknownID,
      fusesUnknown: try flag("fuse_unk"), fallsBackToBytes: try flag("byte_fallback"),
      ignoresMerges: ignoresMerges)
  }

  private static func refuseDropout(_ object: JSONObject) throws {
    guard let field = object["dropout"], !field.isNull, try field.double() != 0 else { return }
    throw field.invalid(
      try field.double(), mustBe: "null or 0: with merges left out by chance, a text has no certain ids")
  }

  private static func refuseAffixes(_ object: JSONObject) throws {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      guard let field = object[key], !field.isNull, try !field.string().isEmpty else { continue }
      throw field.invalid(
        "'\(try field.string())'", mustBe: "null or empty: tokens are not marked by their place")
    }
  }

  private static func texts(_ field: JSONField) throws -> TokenTexts {
    guard case .object(let members) = field.node.content else {
      _ = try field.object()
      return TokenTexts(room: 0)
    }
    var texts = TokenTexts(room: members.count)
    for member in members {
      // Paths are only needed for messages.
      func value() -> JSONField {
        JSONField(node: member.value, file: field.file, path: "\(field.path).\(member.key)")
      }
      guard case .number(let number) = member.value.content, let id = Int(number),
        (0..<largestID).contains(id)
      else { throw value().invalid(member.value.kind, mustBe: "an id, from 0 to \(largestID - 1)") }
      if let other = texts.add(member.key.utf8, id: id) {
        let text = texts[Int(other)].map { String(decoding: $0, as: UTF8.self) } ?? ""
        throw value().invalid(id, mustBe: "an id of its own: '\(text)' has id \(other)")
      }
    }
    if members.isEmpty { throw TokenizerError.noPieces(source: field.file) }
    return texts
  }
}

/// The `merges` of a `tokenizer.json`, of either form: `"a b"`, or `["a", "b"]`.
struct MergeList {
  private(set) var merges: [BytePairModel.Merge] = []

  /// - Throws: `JSONError`, `TokenizerError`.
  init(_ field: JSONField, _ texts: TokenTexts) throws {
    guard case .array(let nodes) = field.node.content else {
      _ = try field.array()
      return
    }
    merges.reserveCapacity(nodes.count)
    var whole: [UInt8] = []
    for (index, node) in nodes.enumerated() {
      // Paths are only needed for messages.
      func place() -> JSONField { JSONField(node: node, file: field.file, path: "\(field.path)[\(index)]") }
      guard let (left, right) = try Self.sides(of: node, place) else { continue }
      func id(_ text: some Collection<UInt8>) throws -> Int32 {
        if let id = texts.id(of: text) { return id }
        let name = String(decoding: text, as: UTF8.self)
        throw place().invalid("a merge with '\(name)'", mustBe: "one of the vocabulary's tokens")
      }
      whole.removeAll(keepingCapacity: true)
      whole += left.utf8
      whole += right.utf8
      let merge = (
        left: try id(left.utf8), right: try id(right.utf8), rank: UInt32(merges.count), id: try id(whole)
      )
      merges.append(merge)
    }
  }

  /// The two sides of a merge; `nil` for the line that tells a version.
  private static func sides(of node: JSONNode, _ place: () -> JSONField) throws -> (Substring, Substring)? {
    switch node.content {
    case .string(let text):
      if text.hasPrefix("#version") { return nil }
      let space = UInt8(ascii: " ")
      if let index = text.utf8.firstIndex(of: space),
        !text.utf8[text.utf8.index(after: index)...].contains(space)
      {
        return (text[..<index], text[text.utf8.index(after: index)...])
      }
    case .array(let sides) where sides.count == 2:
      if case .string(let left) = sides[0].content, case .string(let right) = sides[1].content {
        return (left[...], right[...])
      }
    default: break
    }
    throw place().invalid(node.kind, mustBe: "two tokens: 'a b' or ['a', 'b']")
  }
}
