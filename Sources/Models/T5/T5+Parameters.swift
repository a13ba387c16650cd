import Autograd

extension T5 {
  /// All parameters with Hugging Face's names and T5's own initialisation (t5x examples/t5/network.py and
  /// layers.py): embeddings normal(1), attention normal(fan_in^-0.5) with the query's divided by sqrt(head
  /// dimension) since attention does not scale, feed-forward and head truncated normal(fan_in^-0.5), relative
  /// biases uniform by their average fan, norms one.
  static func specifications(_ configuration: T5Configuration) -> [ParameterSpecification] {
    var list = [
      ParameterSpecification(
        "shared.weight", [configuration.vocabularySize, configuration.modelDimension],
        .normal(standardDeviation: 1))
    ]
    list += stack("encoder", configuration, layers: configuration.encoderLayers, isDecoder: false)
    list += stack("decoder", configuration, layers: configuration.decoderLayers, isDecoder: true)
    if !configuration.tiesEmbeddings {
      list.append(
        linear("lm_head", configuration.vocabularySize, configuration.modelDimension, isTruncated: true))
    }
    return list
  }

  private static func stack(
    _ name: String, _ configuration: T5Configuration, layers: Int, isDecoder: Bool
  ) -> [ParameterSpecification] {
    var list: [ParameterSpecification] = []
    for block in 0..<layers {
      var kinds = ["SelfAttention"]
      if isDecoder { kinds.append("EncDecAttention") }
      for (layer, kind) in kinds.enumerated() {
        let prefix = "\(name).block.\(block).layer.\(layer)"
        list += attention("\(prefix).\(kind)", configuration, hasBias: block == 0 && layer == 0)
        list.append(norm("\(prefix).layer_norm", configuration))
      }
      let prefix = "\(name).block.\(block).layer.\(kinds.count)"
      list += feedForward("\(prefix).DenseReluDense", configuration)
      list.append(norm("\(prefix).layer_norm", configuration))
    }
    return list + [norm("\(name).final_layer_norm", configuration)]
  }

  private static func attention(
    _ name: String, _ configuration: T5Configuration, hasBias: Bool
  ) -> [ParameterSpecification] {
    let (model, inner) = (configuration.modelDimension, configuration.attentionDimension)
    let queryDeviation = 1 / Double(model * configuration.headDimension).squareRoot()
    var list = [
      ParameterSpecification("\(name).q.weight", [inner, model], .normal(standardDeviation: queryDeviation)),
      linear("\(name).k", inner, model, isTruncated: false),
      linear("\(name).v", inner, model, isTruncated: false),
      linear("\(name).o", model, inner, isTruncated: false),
    ]
    if hasBias {
      let (buckets, heads) = (configuration.relativeBuckets, configuration.heads)
      let limit = (6 / Double(buckets + heads)).squareRoot()
      list.append(
        ParameterSpecification(
          "\(name).relative_attention_bias.weight", [buckets, heads], .uniform(limit: limit)))
    }
    return list
  }

  private static func feedForward(_ name: String, _ configuration: T5Configuration)
    -> [ParameterSpecification]
  {
    let (model, inner) = (configuration.modelDimension, configuration.feedForwardDimension)
    return configuration.feedForward.inputs.map { linear("\(name).\($0)", inner, model, isTruncated: true) }
      + [linear("\(name).wo", model, inner, isTruncated: true)]
  }

  private static func linear(
    _ name: String, _ output: Int, _ input: Int, isTruncated: Bool
  ) -> ParameterSpecification {
    let deviation = 1 / Double(input).squareRoot()
    return ParameterSpecification(
      "\(name).weight", [output, input],
      isTruncated ? .truncatedNormal(standardDeviation: deviation) : .normal(standardDeviation: deviation))
  }

  private static func norm(_ name: String, _ configuration: T5Configuration) -> ParameterSpecification {
    ParameterSpecification("\(name).weight", [configuration.modelDimension], .ones)
  }
}
