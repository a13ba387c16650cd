import Autograd

extension Decoder {
  /// All parameters with Hugging Face's names. First weights are normal with the configuration's deviation, biases are zero and
  /// norms one (`_init_weights` of transformers/models/llama).
  static func specifications(_ configuration: DecoderConfiguration) -> [ParameterSpecification] {
    let (model, vocabulary) = (configuration.modelDimension, configuration.vocabularySize)
    let first = Initializer.normal(standardDeviation: configuration.initializerRange)
    var list = [ParameterSpecification(embeddingName, [vocabulary, model], first)]
    for block in 0..<configuration.layers {
      let prefix = "model.layers.\(block)"
      list += attention("\(prefix).self_attn", configuration, first)
      let inner = configuration.feedForwardDimension
      list += [
        ParameterSpecification("\(prefix).mlp.gate_proj.weight", [inner, model], first),
        ParameterSpecification("\(prefix).mlp.up_proj.weight", [inner, model], first),
        ParameterSpecification("\(prefix).mlp.down_proj.weight", [model, inner], first),
        ParameterSpecification("\(prefix).input_layernorm.weight", [model], .ones),
        ParameterSpecification("\(prefix).post_attention_layernorm.weight", [model], .ones),
      ]
    }
    list.append(ParameterSpecification("model.norm.weight", [model], .ones))
    if !configuration.tiesEmbeddings {
      list.append(ParameterSpecification("lm_head.weight", [vocabulary, model], first))
    }
    return list
  }

  private static func attention(
    _ prefix: String, _ configuration: DecoderConfiguration, _ first: Initializer
  ) -> [ParameterSpecification] {
    let (model, own, keys) = (
      configuration.modelDimension, configuration.attentionDimension, configuration.keyDimension
    )
    var list: [ParameterSpecification] = []
    func linear(_ name: String, _ output: Int, _ input: Int, hasBias: Bool) {
      list.append(ParameterSpecification("\(prefix).\(name).weight", [output, input], first))
      if hasBias {
        list.append(ParameterSpecification("\(prefix).\(name).bias", [output], .zeros))
      }
    }
    linear("q_proj", own, model, hasBias: configuration.hasAttentionBiases)
    linear("k_proj", keys, model, hasBias: configuration.hasAttentionBiases)
    linear("v_proj", keys, model, hasBias: configuration.hasAttentionBiases)
    linear("o_proj", model, own, hasBias: configuration.hasOutputBias)
    if configuration.normalizesHeads {
      for name in ["q_norm", "k_norm"] {
        list.append(ParameterSpecification("\(prefix).\(name).weight", [configuration.headDimension], .ones))
      }
    }
    return list
  }
}
