import Autograd

/// The dimensions and choices that make a T5, as the `config.json` of a model folder has them; its keys are
/// in brackets.
public struct T5Configuration: Sendable, Hashable {
  /// `t5`, or `mt5`, which is the same architecture as v1.1 (`model_type`).
  public var modelType = "t5"
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
  /// The form of the feed-forward layer (`feed_forward_proj`, with `dense_act_fn` and `is_gated_act`).
  public var feedForward: FeedForward
  /// Whether the head is the embedding table (`tie_word_embeddings`). What a file says of it, its weights may
  /// know better.
  public var tiesEmbeddings: Bool
  /// Whether the decoder's output is scaled by d_model^-0.5 before the head (`scale_decoder_outputs`); `nil`
  /// where a file, as older ones do, leaves that to `tie_word_embeddings`.
  public var scalesDecoderOutput: Bool?
  /// Relative-position buckets (`relative_attention_num_buckets`).
  public var relativeBuckets: Int = 32
  /// The distance in tokens from which on relative positions share a bucket
  /// (`relative_attention_max_distance`).
  public var relativeMaximumDistance: Int = 128
  /// The dropout rate in training, at least 0 and below 1 (`dropout_rate`).
  public var dropoutRate: Double = 0.1
  /// Added to the mean square in RMS norms (`layer_norm_epsilon`).
  public var normEpsilon: Double = 1e-6
  /// What `transformers` multiplies the standard deviations of first weights by (`initializer_factor`).
  public var initializerFactor = 1.0
  /// The id of padding (`pad_token_id`).
  public var padTokenID = 0
  /// The end-of-sequence id (`eos_token_id`).
  public var endTokenID = 1
  /// Further ids at which answers end.
  public var furtherEndIDs: [Int] = []
  /// The id that the decoder's input begins with (`decoder_start_token_id`).
  public var startTokenID = 0
  /// The length that the model was trained with; the architecture has no limit (`n_positions`).
  public var positionCount: Int?
  /// Which tokenizer it has, where an old file says so (`tokenizer_class`).
  public var tokenizerClass: String?

  /// A configuration with T5's published constants.
  /// - Parameter scalesDecoderOutput: true for v1.0 and false for v1.1, as `tiesEmbeddings` is.
  public init(
    modelDimension: Int, headDimension: Int, heads: Int, encoderLayers: Int, decoderLayers: Int,
    feedForwardDimension: Int, vocabularySize: Int, feedForward: FeedForward, tiesEmbeddings: Bool,
    scalesDecoderOutput: Bool?
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

  /// Whether the decoder's output is scaled by d_model^-0.5 before the head.
  ///
  /// An mT5 with a head of its own is never scaled unless its file says so: `transformers` 5 writes it with
  /// `tie_word_embeddings` alone, and that true.
  public var scalesOutputs: Bool { scalesDecoderOutput ?? tiesEmbeddings }

  /// The same model with what its weights say of the head, and the scaling spelled out.
  /// - Parameter isTied: whether the head is the embedding.
  public func settled(isTied: Bool) -> T5Configuration {
    var settled = self
    settled.scalesDecoderOutput =
      scalesDecoderOutput ?? (modelType == "mt5" && !isTied ? false : tiesEmbeddings)
    settled.tiesEmbeddings = isTied
    return settled
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
