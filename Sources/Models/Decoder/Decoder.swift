import Autograd

/// A decoder-only transformer (Touvron et al. 2023 and its kin), as code that records programs.
///
/// Pre-norm blocks of causal attention with rotary positions and a feed-forward layer; what differs between the published
/// arrangements is a switch of the configuration. An example is one sequence: its prompt, then its target.
public struct Decoder: LanguageModel {
  /// Dimensions and choices.
  public let configuration: DecoderConfiguration
  /// The parameters, in the order in which checkpoints list them.
  public let parameters: [ParameterSpecification]
  /// Whether training counts the tokens of prompts too, as those of a text that is written on.
  public var learnsPrompts = false

  /// A model of the given dimensions.
  public init(_ configuration: DecoderConfiguration) {
    self.configuration = configuration
    parameters = Self.specifications(configuration)
  }
}

extension Decoder {
  private var names: DecoderNames { configuration.architecture.names }
  private var embeddingName: String { "\(names.stack).\(names.embedding)" }

  /// The embedding, the blocks, or the head where it is not the embedding.
  public func part(of parameter: String) -> String {
    switch parameter {
    case embeddingName: "embedding"
    case names.head: "head"
    default: "decoder"
    }
  }

  /// The weights of attention and feed-forward layers.
  public var linearWeights: [String] {
    parameters.filter { $0.shape.rank == 2 && part(of: $0.name) == "decoder" }.map(\.name)
  }

  /// Queries and values, as Hu et al. 2021 adapt them and PEFT does; with the keys where they are one product.
  public var standardTargets: [String] {
    configuration.architecture.fusesProjections ? ["query_key_value"] : ["q_proj", "v_proj"]
  }

  /// The only stack.
  public var stacks: [BlockStack] { [BlockStack("decoder", blocks: configuration.layers)] }

  /// The name of the head's weight, which may be the embeddings'.
  public var headName: String { configuration.tiesEmbeddings ? embeddingName : names.head }

  /// The configuration's.
  public var dropoutRate: Double { configuration.dropoutRate }

  /// Every token meets every weight.
  public var shareOfWeightsMet: Double { 1 }

  /// The residual stream, queries, keys, the feed-forward layer, and the scores of attention.
  public func widths(_ shape: PackedShape) -> [Int] {
    [
      configuration.modelDimension, configuration.attentionDimension, configuration.keyDimension,
      configuration.feedForwardDimension, configuration.heads * (shape.inputLength + shape.targetLength),
    ]
  }
}
