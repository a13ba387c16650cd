import Autograd
import Foundation
import Models

extension DecoderConfiguration {
  /// The text of the `config.json`: keys sorted, every key of the model's arithmetic written out.
  /// - Throws: `EncodingError` for a number that is not finite.
  package func json() throws -> Data {
    var entries: [(key: String, value: ConfigurationEntry)] = [
      ("architectures", .strings([architecture.className])), ("model_type", .string(architecture.rawValue)),
      ("use_cache", .boolean(true)), ("vocab_size", .integer(vocabularySize)),
      ("hidden_size", .integer(modelDimension)), ("num_attention_heads", .integer(heads)),
      ("num_hidden_layers", .integer(layers)), ("intermediate_size", .integer(feedForwardDimension)),
      ("hidden_act", .string(gate.configurationName)), (architecture.epsilonKey, .float(normEpsilon)),
      ("tie_word_embeddings", .boolean(tiesEmbeddings)), ("initializer_range", .float(initializerRange)),
      ("attention_dropout", .float(0)), ("eos_token_id", .integer(endTokenID)),
      ("pad_token_id", .integer(padTokenID)), ("bos_token_id", beginTokenID.map { .integer($0) } ?? .null),
    ]
    if architecture != .gptNeoX {
      entries += [("head_dim", .integer(headDimension)), ("num_key_value_heads", .integer(keyHeads))]
    }
    if seesPromptsWhole { entries.append(("prefix_lm", .boolean(true))) }
    if let positionCount { entries.append(("max_position_embeddings", .integer(positionCount))) }
    if let tokenizerClass { entries.append(("tokenizer_class", .string(tokenizerClass))) }
    return try ConfigurationEntry.text(
      entries + switches + rotary.entries(isGPTNeoX: architecture == .gptNeoX))
  }

  /// The keys that one arrangement has and another has not.
  private var switches: [(key: String, value: ConfigurationEntry)] {
    let hasBiases = ("attention_bias", ConfigurationEntry.boolean(hasAttentionBiases))
    switch architecture {
    case .llama: return [hasBiases, ("mlp_bias", .boolean(false))]
    case .mistral: return [("sliding_window", .null)]
    case .qwen2: return [("use_sliding_window", .boolean(false))]
    case .qwen3: return [hasBiases, ("use_sliding_window", .boolean(false))]
    case .cohere: return [hasBiases, ("use_qk_norm", .boolean(false)), ("logit_scale", .float(logitScale))]
    case .gptNeoX:
      return [
        hasBiases, ("use_parallel_residual", .boolean(form == .parallel)), ("hidden_dropout", .float(0)),
      ]
    }
  }
}

extension GateActivation {
  /// `hidden_act`.
  fileprivate var configurationName: String {
    switch self {
    case .silu: "silu"
    case .tanhGELU: "gelu_pytorch_tanh"
    case .exactGELU: "gelu"
    }
  }
}
