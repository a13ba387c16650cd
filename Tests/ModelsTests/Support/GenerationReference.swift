import Autograd
import Foundation
import Models
import Testing

/// What transformers generates with a tiny T5, and scores by it (Tests/References/generation.py).
struct GenerationReference: Decodable {
  struct Pair: Decodable {
    let inputs: [Int32]
    let targets: [Int32]
    let logProbability: Double
    let tokenLogProbabilities: [Double]
  }
  struct Found: Decodable {
    let ids: [Int32]
    let ended: Bool
    let score: Double
  }
  struct Output: Decodable {
    let prompt: Int
    let hypotheses: [Found]
  }
  struct Case: Decodable {
    let batch: Int
    let beams: Int
    let lengthPenalty: Double
    let maximumTokens: Int
    let minimumTokens: Int
    let outputs: [Output]

    var options: GenerationOptions {
      GenerationOptions(
        strategy: beams == 1 ? .greedy : .beams(count: beams), maximumTokens: maximumTokens,
        minimumTokens: minimumTokens, lengthPenalty: lengthPenalty)
    }
  }

  let batches: [[[Int32]]]
  let scores: [Pair]
  let cases: [Case]

  /// The reference of a model.
  static func read(_ name: String) throws -> GenerationReference {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: url("\(name).json")))
  }

  private struct Configuration: Decodable {
    let d_model, d_kv, d_ff, num_heads, num_layers, num_decoder_layers, vocab_size: Int
    let relative_attention_num_buckets, relative_attention_max_distance: Int
    let feed_forward_proj, dense_act_fn: String

    var feedForward: FeedForward? {
      switch (feed_forward_proj, dense_act_fn) {
      case ("relu", "relu"): .relu
      case ("gated-gelu", "gelu_new"): .gatedGELU
      case ("gated-gelu", "gelu"): .gatedExactGELU
      case ("gated-silu", "silu"): .gatedSiLU
      default: nil
      }
    }
  }

  /// The model and its weights.
  static func model(_ name: String, runtime: any Runtime) throws -> (model: T5, store: ParameterStore) {
    let file = try JSONDecoder().decode(
      Configuration.self, from: Data(contentsOf: url("\(name)/config.json")))
    let form = try #require(file.feedForward)
    var configuration = T5Configuration(
      modelDimension: file.d_model, headDimension: file.d_kv, heads: file.num_heads,
      encoderLayers: file.num_layers, decoderLayers: file.num_decoder_layers, feedForwardDimension: file.d_ff,
      vocabularySize: file.vocab_size, feedForward: form, tiesEmbeddings: form == .relu,
      scalesDecoderOutput: form == .relu)
    configuration.relativeBuckets = file.relative_attention_num_buckets
    configuration.relativeMaximumDistance = file.relative_attention_max_distance
    let model = T5(configuration)
    let weights = try ReferenceFile(try url("\(name)/model.safetensors"))
    let store = ParameterStore(model.parameters, runtime: runtime)
    for parameter in model.parameters { store[parameter.name].set(try weights.floats(parameter.name)) }
    return (model, store)
  }

  private static func url(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/generation/\(name)", withExtension: nil))
  }
}
