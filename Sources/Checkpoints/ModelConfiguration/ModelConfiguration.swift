import Foundation
import Models
import JSON

/// What a model folder's `config.json` says of a model, for each family of models: read, written, and matched with the weights
/// beside it.
package protocol ModelConfiguration: Sendable {
  /// The values of `model_type` that folders of the family have.
  static var modelTypes: [String] { get }
  /// The family's published models, for who has a folder of another.
  static var publishedModels: String { get }

  /// Reads a `config.json`; keys that say nothing about the model's arithmetic are passed over.
  /// - Throws: `JSONError`, `ModelConfigurationError`, with field and line.
  init(_ root: JSONField) throws

  /// The text of the `config.json`: keys sorted, every key of the model's arithmetic written out.
  /// - Throws: `EncodingError` for a number that is not finite.
  func json() throws -> Data

  /// Rows of the embedding, padding included.
  var vocabularySize: Int { get }
  /// The dropout rate in training.
  var dropoutRate: Double { get set }
  /// The id of padding.
  var padTokenID: Int { get set }
  /// The end-of-sequence id.
  var endTokenID: Int { get set }
  /// Further ids at which answers end (`generation_config.json`).
  var furtherEndIDs: [Int] { get set }
  /// The id that every answer's first decoding step takes; `nil` where that is the last token of the prompt.
  var firstTokenID: Int? { get }
  /// The id that sequences begin with, where they do.
  var beginTokenID: Int? { get }
  /// Lets sequences begin with another id, or with none; in families whose sequences begin with the text itself nothing changes.
  mutating func begin(with id: Int?)
  /// Which tokenizer the folder has, where its `config.json` says so.
  var tokenizerClass: String? { get set }

  /// The model.
  var model: any LanguageModel { get }
  /// The model for a reader.
  var summary: ModelDescription { get }

  /// What the weights of a folder say of the configuration, and how they are named there.
  /// - Throws: `WeightsError`, `FileError`, `UserErrors` where they are not those of such a model.
  func matched(to weights: WeightsArchive) throws -> MatchedWeights

  /// The model in the form that versions 4 and 5 of `transformers` load as the same function.
  /// - Parameter tensors: the model's own weights: without the head where it is the embedding.
  func portable(_ tensors: [NamedTensor]) -> (configuration: any ModelConfiguration, tensors: [NamedTensor])
}

/// The weights of a folder as those of a model.
package struct MatchedWeights {
  /// The configuration that the weights have settled.
  package let configuration: any ModelConfiguration
  /// The folder's names of parameters that are called otherwise there.
  package let names: [String: String]
  /// What the folder holds and the model does not use, in words.
  package let notes: [String]
}

/// A model for a reader of its card.
package struct ModelDescription: Sendable {
  /// What it is: `T5 v1.1`.
  package let title: String
  /// Of which kind: `encoder-decoder`.
  package let kind: String
  /// Its dimensions.
  package let dimensions: [(name: String, value: Int)]
  /// Its choices.
  package let choices: [(name: String, value: String)]
  /// The class of `transformers` that loads it.
  package let loadingClass: String
  /// What hubs list it under.
  package let tags: [String]
  /// What hubs call its task.
  package let pipeline: String
  /// What is to be known of its weights.
  package let note: String
}

extension ModelConfiguration {
  /// Whether a prompt and what follows it are one sequence: the model has no encoder, whose outputs begin with a token of their own.
  package var isDecoderOnly: Bool { firstTokenID == nil }
}

/// The families of models that folders may be of.
package enum ModelFamilies {
  /// All of them, the one that folders are taken to be of where they do not say first.
  package static let all: [any ModelConfiguration.Type] = [
    T5Configuration.self, DecoderConfiguration.self,
  ]

  /// The configuration of a `config.json`.
  /// - Throws: `FileError`, `JSONError`, `ModelConfigurationError`, with field and line.
  package static func read(_ path: String) throws -> any ModelConfiguration {
    let root = try JSONDocument.read(path, what: "model configuration")
    let field = try root.object().required("model_type")
    let name = try field.string()
    guard let family = all.first(where: { $0.modelTypes.contains(name) }) else {
      throw ModelConfigurationError.otherArchitecture(location: field.location, found: name)
    }
    return try family.init(root)
  }

  /// The configuration of a model that starts from fresh weights.
  package static func preset(
    _ preset: ModelPreset, version: ModelVersion, vocabularySize: Int, dimensions: ModelDimensions
  ) -> any ModelConfiguration {
    if preset.isDecoderOnly {
      return DecoderConfiguration(preset: preset, vocabularySize: vocabularySize, dimensions: dimensions)
    }
    return T5Configuration(
      preset: preset, version: version, vocabularySize: vocabularySize, dimensions: dimensions)
  }
}
