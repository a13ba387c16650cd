import Autograd

/// The dimensions and choices that make a T5.
public struct T5Configuration: Sendable, Hashable {
  /// Width of the residual stream (`d_model`).
  public var modelDimension: Int
  /// Width of one attention head (`d_kv`).
  public var headDimension: Int
  /// Attention heads (`num_heads`).
  public var heads: Int
  /// Encoder blocks (`num_layers`).
  public var encoderLayers: Int
  /// Decoder blocks (`num_decoder_layers`).
  public var decoderLayers: Int
  /// Width inside the feed-forward layer (`d_ff`).
  public var feedForwardDimension: Int
  /// Rows of the embedding table and of the head, padding included (`vocab_size`).
  public var vocabularySize: Int
  /// The form of the feed-forward layer.
  public var feedForward: FeedForward
  /// Whether the head is the embedding table.
  public var tiesEmbeddings: Bool
  /// Whether the decoder's output is scaled by d_model^-0.5 before the head.
  public var scalesDecoderOutput: Bool
  /// Relative-position buckets.
  public var relativeBuckets: Int = 32
  /// The distance from which on relative positions share a bucket.
  public var relativeMaximumDistance: Int = 128
  /// The dropout rate in training.
  public var dropoutRate: Double = 0.1
  /// Added to the mean square in RMS norms.
  public var normEpsilon: Double = 1e-6

  /// A configuration with T5's relative positions, dropout and epsilon.
  public init(
    modelDimension: Int, headDimension: Int, heads: Int, encoderLayers: Int, decoderLayers: Int,
    feedForwardDimension: Int, vocabularySize: Int, feedForward: FeedForward, tiesEmbeddings: Bool,
    scalesDecoderOutput: Bool
  ) {
    self.modelDimension = modelDimension
    self.headDimension = headDimension
    self.heads = heads
    self.encoderLayers = encoderLayers
    self.decoderLayers = decoderLayers
    self.feedForwardDimension = feedForwardDimension
    self.vocabularySize = vocabularySize
    self.feedForward = feedForward
    self.tiesEmbeddings = tiesEmbeddings
    self.scalesDecoderOutput = scalesDecoderOutput
  }

  /// The width of all heads together.
  public var attentionDimension: Int { heads * headDimension }

  /// How the encoder's relative positions fall into buckets.
  public var encoderPositions: RelativePositionScheme {
    .init(buckets: relativeBuckets, maximumDistance: relativeMaximumDistance, isBidirectional: true)
  }

  /// How the decoder's relative positions fall into buckets.
  public var decoderPositions: RelativePositionScheme {
    .init(buckets: relativeBuckets, maximumDistance: relativeMaximumDistance, isBidirectional: false)
  }
}
