import Autograd

extension Decoder {
  /// All parameters with Hugging Face's names; biases are zero and norms one at first.
  static func specifications(_ configuration: DecoderConfiguration) -> [ParameterSpecification] {
    let names = configuration.architecture.names
    let (model, vocabulary) = (configuration.modelDimension, configuration.vocabularySize)
    let table: Shape = [vocabulary, model]
    var list = [
      ParameterSpecification("\(names.stack).\(names.embedding)", table, configuration.firstEmbedding)
    ]
    for block in 0..<configuration.layers {
      let prefix = "\(names.stack).layers.\(block)"
      list += attention("\(prefix).\(names.attention)", configuration)
      list += feedForward("\(prefix).mlp", configuration)
      list += norm("\(prefix).input_layernorm", configuration)
      if configuration.form != .parallelSharingNorm {
        list += norm("\(prefix).post_attention_layernorm", configuration)
      }
    }
    list += norm("\(names.stack).\(names.norm)", configuration)
    if !configuration.tiesEmbeddings {
      list.append(ParameterSpecification(names.head, table, configuration.firstWeight(inputs: model)))
    }
    return list
  }

  private static func norm(
    _ name: String, _ configuration: DecoderConfiguration
  ) -> [ParameterSpecification] {
    let shape: Shape = [configuration.modelDimension]
    let weight = ParameterSpecification("\(name).weight", shape, .ones)
    return configuration.architecture.norm == .layerWithBias
      ? [weight, ParameterSpecification("\(name).bias", shape, .zeros)] : [weight]
  }

  private static func linear(
    _ name: String, _ output: Int, _ input: Int, hasBias: Bool, _ configuration: DecoderConfiguration
  ) -> [ParameterSpecification] {
    let weight = ParameterSpecification(
      "\(name).weight", [output, input], configuration.firstWeight(inputs: input))
    return hasBias ? [weight, ParameterSpecification("\(name).bias", [output], .zeros)] : [weight]
  }

  private static func feedForward(
    _ prefix: String, _ configuration: DecoderConfiguration
  ) -> [ParameterSpecification] {
    let names = configuration.architecture.names
    let (model, inner) = (configuration.modelDimension, configuration.feedForwardDimension)
    let hasBias = !configuration.architecture.isGated
    return names.inner.flatMap { linear("\(prefix).\($0)", inner, model, hasBias: hasBias, configuration) }
      + linear("\(prefix).\(names.outer)", model, inner, hasBias: hasBias, configuration)
  }

  private static func attention(
    _ prefix: String, _ configuration: DecoderConfiguration
  ) -> [ParameterSpecification] {
    let (model, own, keys) = (
      configuration.modelDimension, configuration.attentionDimension, configuration.keyDimension
    )
    let products =
      configuration.architecture.fusesProjections
      ? [("query_key_value", 3 * own)] : [("q_proj", own), ("k_proj", keys), ("v_proj", keys)]
    var list = products.flatMap { name, output in
      linear(
        "\(prefix).\(name)", output, model, hasBias: configuration.hasAttentionBiases, configuration)
    }
    list += linear(
      "\(prefix).\(configuration.architecture.names.output)", model, own,
      hasBias: configuration.hasOutputBias, configuration)
    if configuration.normalizesHeads {
      for name in ["q_norm", "k_norm"] {
        list.append(ParameterSpecification("\(prefix).\(name).weight", [configuration.headDimension], .ones))
      }
    }
    return list
  }
}

extension DecoderConfiguration {
  /// First values of the embedding: normal, with deviation 1 as PaLM's (Chowdhery et al. 2022, section 5), else `initializerRange`
  /// (`_init_weights` of transformers/models/llama).
  fileprivate var firstEmbedding: Initializer {
    .normal(standardDeviation: architecture == .cohere ? 1 : initializerRange)
  }

  /// First values of the weight of a linear layer: in PaLM, normal with a variance of one over its inputs.
  fileprivate func firstWeight(inputs: Int) -> Initializer {
    .normal(
      standardDeviation: architecture == .cohere ? 1 / Double(inputs).squareRoot() : initializerRange)
  }
}
