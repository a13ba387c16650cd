import Diagnostics
import Foundation
import JSON

/// What the files beside a SentencePiece model say of its sentinels and added tokens:
/// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json`, as transformers reads them,
/// and the added tokens of a `tokenizer.json`.
struct TokenizerFolder {
  /// A token of a file, and where it stands.
  typealias Named = (id: Int?, token: AddedToken, field: JSONField)

  /// How many sentinels follow the pieces (`extra_ids`); `nil` where no file says it.
  private(set) var sentinelCount: Int?
  private var named: [Named] = []
  private let additions: [Named]

  private static let configurationName = "tokenizer_config.json"
  private static let addedName = "added_tokens.json"
  private static let specialName = "special_tokens_map.json"
  private static let special = "additional_special_tokens"
  /// How far beyond the pieces an added token may lie.
  private static let widestGap = 1 << 16

  /// Reads the files that are there.
  /// - Throws: `FileError`, `JSONError`.
  init(_ folder: String) throws {
    func object(_ name: String) throws -> JSONObject? {
      let path = (folder as NSString).appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return try JSONDocument.read(path, what: "tokenizer description").object()
    }
    additions = Self.additions(
      in: (folder as NSString).appendingPathComponent(VocabularyFile.tokenizerJSONName))
    let configuration = try object(Self.configurationName)
    if let field = configuration?["extra_ids"], !field.isNull {
      let count = try field.integer()
      guard (0...Sentinels.maximumCount).contains(count) else {
        throw field.invalid(count, mustBe: "between 0 and \(Sentinels.maximumCount)")
      }
      sentinelCount = count
    }
    if let field = configuration?["added_tokens_decoder"], !field.isNull {
      let decoder = try field.object()
      for key in decoder.keys {
        guard let id = Int(key), let value = decoder[key] else { continue }
        named.append((id, try Self.token(value), value))
      }
    }
    if let added = try object(Self.addedName) {
      for text in added.keys {
        guard let value = added[text] else { continue }
        named.append((try value.integer(), AddedToken(id: 0, text: text), value))
      }
    }
    for source in [configuration, try object(Self.specialName)] {
      guard let field = source?[Self.special], !field.isNull else { continue }
      for value in try field.array() {
        var token = try Self.token(value)
        token.isSpecial = true
        named.append((nil, token, value))
      }
    }
  }

  /// A token as an object with its name and flags, or as its name alone.
  ///
  /// Beside a SentencePiece model every token is looked for in the text as it stands, as `T5Tokenizer` does.
  static func token(_ field: JSONField) throws -> AddedToken {
    if let text = try? field.string() { return AddedToken(id: 0, text: text) }
    var token = try AddedToken(id: 0, of: field.object())
    token.isNormalized = false
    return token
  }

  /// The sentinels and added tokens of a model with these pieces.
  ///
  /// Where no file tells the number of sentinels, it is T5's 100, or none where the pieces have them, as
  /// mT5's do.
  /// - Throws: `JSONError` for an id that something else has; `TokenizerError` where a sentinel is missing.
  func tokens(
    after pieces: [String], source: String
  ) throws -> (sentinels: SentinelIDs, added: [AddedToken]) {
    let holdsSentinels = pieces.contains { $0 == Sentinels.name(0) || $0 == "\u{2581}" + Sentinels.name(0) }
    let count = sentinelCount ?? (holdsSentinels ? 0 : 100)
    var sentinels: [Int: Int32] = [:]
    for (number, id) in SentinelIDs(count: count, after: pieces.count).ids.enumerated() {
      sentinels[number] = id
    }
    var added: [AddedToken] = []
    var known = Set(pieces.map { Array($0.utf8) })
    let range = pieces.count..<pieces.count + Sentinels.maximumCount + Self.widestGap
    let further = additions.filter { id, token, _ in
      range.contains(id ?? 0) && Sentinels.number(named: token.text) == nil
    }
    // A token without an id comes after those that have one.
    let all = named.filter { $0.id != nil } + further + named.filter { $0.id == nil }
    for (id, token, field) in all where id != nil || Sentinels.number(named: token.text) == nil {
      if let id, pieces.indices.contains(id), pieces[id].utf8.elementsEqual(token.text.utf8) { continue }
      if !known.insert(Array(token.text.utf8)).inserted { continue }
      let next = max(pieces.count + count, added.map { Int($0.id) + 1 }.max() ?? 0)
      let place = id ?? next
      guard range.contains(place) else {
        throw field.invalid(
          "'\(token.text)' with id \(place)", mustBe: "beyond the \(pieces.count) pieces, and near them")
      }
      if let number = Sentinels.number(named: token.text) {
        sentinels[number] = Int32(place)
      } else {
        var token = token.with(id: Int32(place))
        token.isSpecial = token.isSpecial || isSpecial(token.text)
        added.append(token)
      }
    }
    let ids = try (0..<sentinels.count).map { number in
      guard let id = sentinels[number] else {
        throw TokenizerError.missingPiece(source: source, piece: Sentinels.name(number))
      }
      return id
    }
    try requireDistinct(ids + added.map(\.id), source: source)
    return (SentinelIDs(ids), added)
  }

  private func isSpecial(_ text: String) -> Bool {
    named.contains { $0.id == nil && $0.token.text.utf8.elementsEqual(text.utf8) }
  }

  private func requireDistinct(_ ids: [Int32], source: String) throws {
    var seen: Set<Int32> = []
    guard let twice = ids.first(where: { !seen.insert($0).inserted }) else { return }
    throw TokenizerError.invalidPart(
      location: SourceLocation(file: source), reason: "the files beside it give the id \(twice) to two tokens"
    )
  }
}

extension TokenizerFolder {
  /// What a `tokenizer.json` that lies beside the model lists as added: version 5 of transformers writes
  /// added tokens nowhere else.
  ///
  /// The list comes early in such a file, and nothing behind it is read; what cannot be read as one is passed
  /// over.
  static func additions(in path: String) -> [Named] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    var found: [Named] = []
    var before = 0
    // An element is much shorter than a piece: where a piece brought none, the list is at its end.
    func piece() throws -> [UInt8]? {
      if !found.isEmpty, found.count == before { return nil }
      before = found.count
      return try file.read(upToCount: 1 << 16).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
    }
    _ = try? JSONDocument.walk(elementsOf: "added_tokens", file: path, pieces: piece) { field in
      found.append((try field.object().required("id").integer(), try token(field), field))
    }
    return found
  }
}
