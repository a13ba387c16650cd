import Diagnostics
import Foundation
import JSON

extension SentencePieceTokenizer {
  /// Reads a `tokenizer.json` file of T5's kind; ids and text are those of the `spiece.model` that it was
  /// made from.
  ///
  /// Sentinels are wherever the file has their names.
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  public init(tokenizerJSON path: String) throws {
    try self.init(tokenizerJSON: InputFile.read(path, what: "vocabulary"), source: path)
  }

  /// Reads the bytes of a `tokenizer.json` file.
  /// - Parameter source: what error messages call the bytes: a path.
  /// - Throws: `JSONError`, `TokenizerError`.
  public init(tokenizerJSON bytes: Data, source: String) throws {
    try self.init(JSONDocument.parse(bytes, file: source), bytes: bytes)
  }

  /// - Parameter bytes: those of the whole file.
  /// - Throws: `JSONError`, `TokenizerError`.
  init(_ root: JSONField, bytes: Data) throws {
    let source = root.file
    let file = try TokenizerJSON(root)
    let message = try VocabularyMessage(file)
    do {
      try self.init(
        message, sentinels: SentinelIDs(Self.sentinels(in: message, source: source)), added: file.addedTokens,
        tokenSpaces: file.tokenSpaces,
        file: (VocabularyFile.tokenizerJSONName, LeadingSpace.turnedOn(in: bytes)), source: source)
    } catch let error as TokenizerError {
      throw Self.located(error, in: file)
    }
  }

  /// The ids of `<extra_id_0>`, `<extra_id_1>`, ...
  private static func sentinels(in message: VocabularyMessage, source: String) throws -> [Int32] {
    var ids: [Int: Int32] = [:]
    for (id, piece) in message.pieces.enumerated() where piece.kind == .control {
      if let number = Sentinels.number(named: piece.text) { ids[number] = Int32(id) }
    }
    return try (0..<ids.count).map { number in
      guard let id = ids[number] else {
        throw TokenizerError.missingPiece(source: source, piece: Sentinels.name(number))
      }
      return id
    }
  }

  /// The error about a model's message as one about the file's fields.
  private static func located(_ error: TokenizerError, in file: TokenizerJSON) -> TokenizerError {
    switch error {
    case .invalidPiece(let source, let index, let reason):
      let element = (try? file.vocabulary.array())?.dropFirst(index).first
      let token = file.additions.first { $0.id == index }
      let location = element?.location ?? token?.field.location ?? SourceLocation(file: source)
      return .invalidPart(location: location, reason: reason)
    case .invalidCharacterMap(let source, let reason):
      return .invalidPart(
        location: SourceLocation(file: source, field: "normalizer.precompiled_charsmap"),
        reason: "the normalizer's table is broken: \(reason)")
    default: return error
    }
  }
}
