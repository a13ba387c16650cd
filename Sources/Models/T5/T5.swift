import Autograd

/// The T5 encoder-decoder (Raffel et al. 2020), as code that records programs.
///
/// Pre-norm blocks with RMS norms, no biases, attention without scaling, one table of relative-position
/// biases per stack. Every tensor has a static shape; rows may be packed with several segments.
public struct T5: LanguageModel {
  /// Dimensions and choices.
  public let configuration: T5Configuration
  /// The parameters, in the order in which checkpoints list them.
  public let parameters: [ParameterSpecification]

  /// A model of the given dimensions.
  public init(_ configuration: T5Configuration) {
    self.configuration = configuration
    parameters = Self.specifications(configuration)
  }
}

extension T5 {
  /// The embedding, the two stacks, or the head where it is not the embedding.
  public func part(of parameter: String) -> String {
    switch parameter.prefix(while: { $0 != "." }) {
    case "shared": "embedding"
    case "lm_head": "head"
    case let stack: String(stack)
    }
  }

  /// The weights of attention and feed-forward layers.
  public var linearWeights: [String] {
    parameters.filter {
      $0.shape.rank == 2 && $0.name.contains(".layer.")
        && !$0.name.hasSuffix("relative_attention_bias.weight")
    }.map(\.name)
  }

  /// The queries and values of attention.
  public var standardTargets: [String] { ["q", "v"] }

  /// The encoder, whose rows are the longer ones, then the decoder.
  public var stacks: [BlockStack] {
    [
      BlockStack("encoder", blocks: configuration.encoderLayers),
      BlockStack("decoder", blocks: configuration.decoderLayers),
    ]
  }

  /// The name of the head's weight, which may be the embeddings'.
  public var headName: String { configuration.tiesEmbeddings ? "shared.weight" : "lm_head.weight" }

  /// The configuration's.
  public var dropoutRate: Double { configuration.dropoutRate }

  /// A token meets the encoder or the decoder.
  public var shareOfWeightsMet: Double { 0.5 }

  /// The residual stream, attention, the feed-forward layer, and the scores of attention.
  public func widths(_ shape: PackedShape) -> [Int] {
    [
      configuration.modelDimension, configuration.attentionDimension, configuration.feedForwardDimension,
      configuration.heads * shape.inputLength, configuration.heads * shape.targetLength,
    ]
  }
}
