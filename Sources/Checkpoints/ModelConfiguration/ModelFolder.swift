import Foundation
import Storage

/// The files of a Hugging Face model folder, beside its weights.
package enum ModelFolder {
  /// The model's dimensions and constants.
  package static let configurationName = "config.json"
  /// How to generate with it.
  package static let generationName = "generation_config.json"
  /// The SentencePiece vocabulary.
  package static let vocabularyName = "spiece.model"
  /// What the tokenizer is.
  package static let tokenizerName = "tokenizer_config.json"
  /// What is written around prompts and targets, where anything is.
  package static let turnsName = "turns.json"
  /// The names of the special tokens.
  package static let specialTokensName = "special_tokens_map.json"

  /// Writes `config.json` and `generation_config.json` into an existing folder.
  /// - Throws: `FileError`, `EncodingError` for a number that is not finite.
  package static func writeConfiguration(
    _ configuration: any ModelConfiguration, to folder: String, fileSystem: FileSystem = .standard
  ) throws {
    try fileSystem.write(configuration.json(), to: "\(folder)/\(configurationName)")
    try fileSystem.write(
      json(GenerationConfiguration(configuration)), to: "\(folder)/\(generationName)")
  }

  /// Writes `tokenizer_config.json` and `special_tokens_map.json` into an existing folder.
  /// - Throws: `FileError`.
  package static func writeTokenizer(
    _ tokenizer: TokenizerDescription, to folder: String, fileSystem: FileSystem = .standard
  ) throws {
    try fileSystem.write(tokenizer.configurationJSON(), to: "\(folder)/\(tokenizerName)")
    try fileSystem.write(tokenizer.specialTokensJSON(), to: "\(folder)/\(specialTokensName)")
  }

  /// JSON as this module writes it: the same value always gives the same bytes.
  static func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// One id, or a list of them.
  private struct EndIDs: Encodable {
    let ids: [Int]

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if ids.count == 1 { try container.encode(ids[0]) } else { try container.encode(ids) }
    }
  }

  private struct GenerationConfiguration: Encodable {
    let bos_token_id: Int?
    let decoder_start_token_id: Int?
    let eos_token_id: EndIDs
    let pad_token_id: Int

    init(_ configuration: any ModelConfiguration) {
      bos_token_id = configuration.beginTokenID
      decoder_start_token_id = configuration.firstTokenID
      eos_token_id = EndIDs(ids: [configuration.endTokenID] + configuration.furtherEndIDs)
      pad_token_id = configuration.padTokenID
    }
  }
}
