import Models

/// The content of a T5 model folder's `config.json`, as `transformers` reads and writes it.
package struct T5ConfigurationFile: Hashable, Sendable {
  /// `model_type`: `t5`, or `mt5`, which is the same architecture as v1.1.
  package var modelType = "t5"
  /// `vocab_size`: rows of the embedding, padding included.
  package var vocabularySize: Int
  /// `d_model`: width of the residual stream.
  package var modelWidth: Int
  /// `d_kv`: width of one attention head.
  package var headWidth: Int
  /// `d_ff`: inner width of the feed-forward layers.
  package var feedForwardWidth: Int
  /// `num_layers`: blocks of the encoder.
  package var encoderLayerCount: Int
  /// `num_decoder_layers`: blocks of the decoder.
  package var decoderLayerCount: Int
  /// `num_heads`: attention heads.
  package var headCount: Int
  /// `relative_attention_num_buckets`.
  package var relativeAttentionBucketCount = 32
  /// `relative_attention_max_distance`, in tokens.
  package var relativeAttentionMaximumDistance = 128
  /// `dropout_rate`: at least 0, below 1.
  package var dropoutRate = 0.1
  /// `layer_norm_epsilon`.
  package var layerNormEpsilon = 1e-6
  /// `initializer_factor`: multiplies the initial weights' standard deviations.
  package var initializerFactor = 1.0
  /// `feed_forward_proj`, with `dense_act_fn` and `is_gated_act`.
  package var feedForward: FeedForward
  /// `tie_word_embeddings` as the file has it; ask `outputHeadIsTied(in:)` what the weights say.
  package var tiesWordEmbeddings: Bool
  /// `scale_decoder_outputs`, which only newer files have.
  package var scalesDecoderOutputs: Bool?
  /// `pad_token_id`.
  package var padTokenID = 0
  /// `eos_token_id`.
  package var endTokenID = 1
  /// `decoder_start_token_id`.
  package var decoderStartTokenID = 0
  /// `n_positions`: the length that the model was trained with; the architecture has no limit.
  package var positionCount: Int?
  /// `tokenizer_class`, which old files have here.
  package var tokenizerClass: String?

  /// A configuration with T5's published constants; `tied` writes both `tie_word_embeddings` and
  /// `scale_decoder_outputs`: true for v1.0, false for v1.1.
  ///
  /// `transformers` 5 writes untied models as tied and unscaled, which `transformers` 4 loads wrongly; with
  /// both keys equal the two agree.
  package init(
    vocabularySize: Int, modelWidth: Int, headWidth: Int, feedForwardWidth: Int, encoderLayerCount: Int,
    decoderLayerCount: Int, headCount: Int, feedForward: FeedForward, tied: Bool
  ) {
    self.vocabularySize = vocabularySize
    self.modelWidth = modelWidth
    self.headWidth = headWidth
    self.feedForwardWidth = feedForwardWidth
    self.encoderLayerCount = encoderLayerCount
    self.decoderLayerCount = decoderLayerCount
    self.headCount = headCount
    self.feedForward = feedForward
    tiesWordEmbeddings = tied
    scalesDecoderOutputs = tied
  }

  /// Whether the decoder's outputs are multiplied by `modelWidth^-0.5` before the output head:
  /// `scale_decoder_outputs` where the file has it, else `tie_word_embeddings`.
  ///
  /// An mT5 with a head of its own is never scaled: `transformers` 5 writes it with `tie_word_embeddings` alone, and
  /// that true.
  /// - Parameter isTied: whether the head is the embedding, which the weights decide.
  package func scalesOutputs(isTied: Bool) -> Bool {
    scalesDecoderOutputs ?? (modelType == "mt5" && !isTied ? false : tiesWordEmbeddings)
  }

  /// The same with both keys as the weights have it.
  func settled(isTied: Bool) -> T5ConfigurationFile {
    var file = self
    file.scalesDecoderOutputs = scalesOutputs(isTied: isTied)
    file.tiesWordEmbeddings = isTied
    return file
  }

  /// Whether the output head is the embedding: unless `lm_head.weight` is there and differs from it, whatever
  /// `tie_word_embeddings` says.
  /// - Throws: `WeightsError`, `FileError`.
  static func outputHeadIsTied(
    in weights: WeightsArchive, embedding: String = "shared.weight"
  ) throws -> Bool {
    guard weights["lm_head.weight"] != nil else { return true }
    return try weights.areIdentical("lm_head.weight", embedding)
  }
}
