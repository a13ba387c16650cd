import Autograd
import CPURuntime
import Foundation
import Models
import Testing

/// A tiny decoder-only model with what transformers computes of it (Tests/References/decoders.py).
struct DecoderReference {
  struct Scaling: Decodable {
    let factor: Double
    let low_freq_factor: Double
    let high_freq_factor: Double
    let original_max_position_embeddings: Double
  }
  struct Configuration: Decodable {
    let vocab_size: Int
    let hidden_size: Int
    let intermediate_size: Int
    let num_hidden_layers: Int
    let num_attention_heads: Int
    let num_key_value_heads: Int?
    let head_dim: Int?
    let rms_norm_eps: Double?
    let layer_norm_eps: Double?
    let logit_scale: Double?
    let hidden_act: String
    let use_parallel_residual: Bool?
    let rope_theta: Double?
    let rotary_emb_base: Double?
    let rotary_pct: Double?
    let model_type: String
    let rope_scaling: Scaling?
    let attention_bias: Bool?
    let tie_word_embeddings: Bool
  }
  struct Description: Decodable {
    let config: Configuration
    let prompts: [[Int32]]
    let targets: [[Int32]]
    /// `prefix` where prompts are seen whole (without beams), `all` where their tokens count too.
    let variant: String?
    let greedy: [[Int32]]
    let beams: [[Int32]]
    /// Ids at any of which the outputs below end.
    let ends: [Int32]
    let endedGreedy: [[Int32]]
    let endedBeams: [[Int32]]
    let trainedLosses: [Double]
  }

  static let names = [
    "llama", "llama3", "mistral", "qwen2", "qwen3", "cohere", "gpt_neox", "gpt_neox_sequential",
    "llama_prefix", "llama_all",
  ]
  private static let endID: Int32 = 1

  let file: ReferenceFile
  let description: Description
  let model: Decoder

  init(_ name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/decoders/\(name)", withExtension: "safetensors"))
    file = try ReferenceFile(url)
    description = try JSONDecoder().decode(Description.self, from: file.description)
    let file = description.config
    let architecture = try #require(DecoderConfiguration.Architecture(rawValue: file.model_type))
    var configuration = DecoderConfiguration(
      architecture, modelDimension: file.hidden_size,
      headDimension: file.head_dim ?? file.hidden_size / file.num_attention_heads,
      heads: file.num_attention_heads, keyHeads: file.num_key_value_heads ?? file.num_attention_heads,
      layers: file.num_hidden_layers,
      feedForwardDimension: file.intermediate_size, vocabularySize: file.vocab_size,
      tiesEmbeddings: file.tie_word_embeddings, endTokenID: Int(Self.endID))
    configuration.normEpsilon = try #require(file.rms_norm_eps ?? file.layer_norm_eps)
    configuration.rotary.base = try #require(file.rope_theta ?? file.rotary_emb_base)
    configuration.rotary.share = file.rotary_pct ?? 1
    configuration.logitScale = file.logit_scale ?? 1
    if file.hidden_act == "gelu_fast" { configuration.gate = .tanhGELU }
    if file.use_parallel_residual == false { configuration.form = .sequential }
    configuration.rotary.scaling = file.rope_scaling.map {
      .llama3(
        .init(
          factor: $0.factor, lowFrequencyFactor: $0.low_freq_factor, highFrequencyFactor: $0.high_freq_factor,
          originalLength: $0.original_max_position_embeddings))
    }
    if file.attention_bias == true {
      (configuration.hasAttentionBiases, configuration.hasOutputBias) = (true, true)
    }
    configuration.seesPromptsWhole = description.variant == "prefix"
    var model = Decoder(configuration)
    model.learnsPrompts = description.variant == "all"
    self.model = model
  }

  /// The reference's weights in a runtime's memory.
  func makeStore(_ runtime: any Runtime) throws -> ParameterStore {
    let store = ParameterStore(model.parameters, runtime: runtime)
    for parameter in model.parameters {
      store[parameter.name].set(try file.floats("weights/\(parameter.name)"))
    }
    return store
  }

  /// The prompts as data is packed: each ends in the end-of-sequence id.
  var prompts: [[Int32]] { description.prompts.map { $0 + [Self.endID] } }

  /// The examples in rows, joined: two rows of two examples each.
  func batch() -> PlacedBatch {
    let examples = zip(prompts, description.targets).map { TestExample(input: $0, target: $1) }
    return PlacedBatch(examples: [Array(examples[0..<2]), Array(examples[2..<4])])
  }
}
