import Diagnostics
import Foundation
import JSON

/// What the files of a model folder say of the tokens that begin, end and fill sequences.
///
/// `tokenizer_config.json` comes first, as for transformers' tokenizers, then `special_tokens_map.json`, then
/// `generation_config.json` and `config.json`, which give ids.
struct TokenRolesReading {
  private let descriptions: [JSONObject]
  private let configurations: [JSONObject]
  /// The descriptions, byte for byte.
  let files: [(name: String, bytes: Data)]

  private static let descriptionNames = ["tokenizer_config.json", "special_tokens_map.json"]
  private static let configurationNames = ["generation_config.json", "config.json"]
  /// What published vocabularies call their end of sequence.
  private static let usualEnds = [
    "</s>", "<|endoftext|>", "<|end_of_text|>", "<|im_end|>", "<eos>", "<|eot_id|>",
  ]

  /// Reads the files that are there.
  /// - Throws: `FileError`, `JSONError`.
  init(folder: String) throws {
    var files: [(name: String, bytes: Data)] = []
    func objects(_ names: [String], keep: Bool) throws -> [JSONObject] {
      try names.compactMap { name in
        let path = (folder as NSString).appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let bytes = try InputFile.read(path, what: "tokenizer description")
        if keep { files.append((name, bytes)) }
        return try JSONDocument.parse(bytes, file: path).object()
      }
    }
    descriptions = try objects(Self.descriptionNames, keep: true)
    configurations = try objects(Self.configurationNames, keep: false)
    self.files = files
  }

  /// The parts that tokens have.
  /// - Parameters:
  ///   - source: the vocabulary's path, for messages.
  ///   - starts: what the vocabulary's own template puts before a text.
  ///   - id: the id of a token by its name.
  ///   - isID: whether a token has the id.
  ///   - ownEnd: the end of sequence that the vocabulary itself declares.
  /// - Throws: `JSONError`, `TokenizerError.noEndOfSequence`.
  func roles(
    source: String, starts: [Int32], id: (String) -> Int32?, isID: (Int) -> Bool, ownEnd: Int32? = nil
  ) throws -> TokenRoles {
    let named = try token("eos_token", id)
    let configured = try ids("eos_token_id", isID)
    guard let end = named ?? configured.first ?? ownEnd ?? Self.usualEnds.lazy.compactMap(id).first else {
      throw TokenizerError.noEndOfSequence(source: source)
    }
    let pad = try token("pad_token", id) ?? ids("pad_token_id", isID).first
    return TokenRoles(end: end, pad: pad, starts: try self.starts(starts, id))
  }

  /// `add_bos_token` says whether the beginning of sequence is there, whatever the template has.
  private func starts(_ starts: [Int32], _ id: (String) -> Int32?) throws -> [Int32] {
    guard let field = descriptions.lazy.compactMap({ $0["add_bos_token"] }).first, !field.isNull else {
      return starts
    }
    let begin = try token("bos_token", id)
    if try !field.boolean() { return starts.filter { $0 != begin } }
    guard let begin else { throw field.invalid("true", mustBe: "false, as no file names a bos_token") }
    return starts.contains(begin) ? starts : [begin] + starts
  }

  /// The token that the descriptions give a part; they name it, or describe it with its flags.
  private func token(_ key: String, _ id: (String) -> Int32?) throws -> Int32? {
    for description in descriptions {
      guard let field = description[key], !field.isNull else { continue }
      let name = try (try? field.string()) ?? field.object().required("content").string()
      if let id = id(name) { return id }
      throw field.invalid("'\(name)'", mustBe: "a token of the vocabulary")
    }
    return nil
  }

  /// The ids that the configurations give a part: one, or a list.
  private func ids(_ key: String, _ isID: (Int) -> Bool) throws -> [Int32] {
    for configuration in configurations {
      guard let field = configuration[key], !field.isNull else { continue }
      let elements = (try? field.array()) ?? [field]
      return try elements.map { element in
        let id = try element.integer()
        guard isID(id) else { throw element.invalid(id, mustBe: "an id of the vocabulary") }
        return Int32(id)
      }
    }
    return []
  }
}
