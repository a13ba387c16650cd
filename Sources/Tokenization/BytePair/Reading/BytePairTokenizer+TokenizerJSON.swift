import Diagnostics
import Foundation
import JSON

extension BytePairTokenizer {
  private static let keys = [
    "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
    "decoder",
    "model",
  ]

  /// Reads a `tokenizer.json` file with a byte-pair model, and what the files beside it say of its tokens.
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  public init(tokenizerJSON path: String) throws {
    let bytes = try InputFile.read(path, what: "vocabulary")
    try self.init(JSONDocument.parse(bytes, file: path), bytes: bytes, path: path)
  }

  /// - Parameter bytes: those of the whole file.
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  init(_ field: JSONField, bytes: Data, path: String) throws {
    let roles = try TokenRolesReading(folder: (path as NSString).deletingLastPathComponent)
    try self.init(field, roles: roles, files: [(VocabularyFile.tokenizerJSONName, bytes)] + roles.files)
  }

  private init(
    _ field: JSONField, roles: TokenRolesReading, files: [(name: String, bytes: Data)]
  ) throws {
    let root = try field.object()
    try root.refuseUnknownKeys(Self.keys)
    if let version = root["version"], !version.isNull, try version.string() != "1.0" {
      throw version.invalid("'\(try version.string())'", mustBe: "'1.0'")
    }
    // How long a text may be, and how rows are filled, is for who makes rows of it.
    for key in ["truncation", "padding"] {
      if let part = root[key], !part.isNull { _ = try part.object() }
    }
    var steps = BytePairSteps()
    if let normalizer = root["normalizer"] { steps.normalizers = try .init(normalizer: normalizer) }
    var isByteLevel = false
    if let part = root["pre_tokenizer"] {
      let reading = try PreTokenizerReading(part)
      steps.cuts = reading.cuts
      isByteLevel = reading.byteLevel != nil
    }
    steps.decoders = try .init(decoder: root["decoder"])
    let model = try BytePairModel(model: root.required("model").object(), isByteLevel: isByteLevel)
    let added = try root["added_tokens"].map { try AddedTokenList($0, model.texts).tokens } ?? []
    let size = max(model.texts.end, added.map { Int($0.id) + 1 }.max() ?? 0)
    let template = try PostProcessorReading(root["post_processor"], vocabularySize: size)
    let byName = Dictionary(added.map { (Array($0.text.utf8), $0.id) }) { first, _ in first }
    let found = try roles.roles(
      source: field.file, starts: template.starts,
      id: { byName[Array($0.utf8)] ?? model.texts.id(of: $0.utf8) },
      isID: { id in model.texts[id] != nil || added.contains { Int($0.id) == id } })
    self.init(model, steps, added: added, roles: found, files: files)
  }
}

/// The `added_tokens` of a `tokenizer.json`.
struct AddedTokenList {
  private(set) var tokens: [AddedToken] = []

  private static let keys = ["id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"]

  /// - Throws: `JSONError`.
  init(_ field: JSONField, _ texts: TokenTexts) throws {
    if field.isNull { return }
    var known: [[UInt8]: Int32] = [:]
    for element in try field.array() {
      let object = try element.object()
      try object.refuseUnknownKeys(Self.keys)
      let id = try object.required("id").integer()
      let token = try AddedToken(id: Int32(clamping: id), of: object)
      if token.text.isEmpty { continue }
      let name = Array(token.text.utf8)
      // The library takes the vocabulary's id for a token that is there, and the next one for a new one.
      let next = max(Int32(texts.count), (tokens.map(\.id).max() ?? -1) + 1)
      let expected = texts.id(of: name) ?? known[name] ?? next
      guard id == Int(expected) else {
        throw element.invalid(
          "'\(token.text)' with id \(id)", mustBe: "with id \(expected), which the library gives it")
      }
      if known.updateValue(expected, forKey: name) == nil { tokens.append(token) }
    }
  }
}
