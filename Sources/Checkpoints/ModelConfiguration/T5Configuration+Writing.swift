import Foundation
import Models

extension T5Configuration {
  /// The text of the `config.json`: keys sorted, every key of the model's arithmetic written out.
  /// - Throws: `EncodingError` for a number that is not finite.
  package func json() throws -> Data { try ConfigurationEntry.text(entries) }

  private var entries: [(key: String, value: ConfigurationEntry)] {
    let kind = modelType == "mt5" ? "MT5ForConditionalGeneration" : "T5ForConditionalGeneration"
    var entries: [(key: String, value: ConfigurationEntry)] = [
      ("architectures", .strings([kind])), ("model_type", .string(modelType)),
      ("is_encoder_decoder", .boolean(true)), ("use_cache", .boolean(true)),
      ("vocab_size", .integer(vocabularySize)), ("d_model", .integer(modelDimension)),
      ("d_kv", .integer(headDimension)),
      ("d_ff", .integer(feedForwardDimension)), ("num_layers", .integer(encoderLayers)),
      ("num_decoder_layers", .integer(decoderLayers)), ("num_heads", .integer(heads)),
      ("relative_attention_num_buckets", .integer(relativeBuckets)),
      ("relative_attention_max_distance", .integer(relativeMaximumDistance)),
      ("dropout_rate", .float(dropoutRate)), ("layer_norm_epsilon", .float(normEpsilon)),
      ("initializer_factor", .float(initializerFactor)),
      ("feed_forward_proj", .string(feedForward.projectionName)),
      ("tie_word_embeddings", .boolean(tiesEmbeddings)),
      ("scale_decoder_outputs", .boolean(scalesOutputs)),
      ("pad_token_id", .integer(padTokenID)), ("eos_token_id", .integer(endTokenID)),
      ("decoder_start_token_id", .integer(startTokenID)),
    ]
    if let activation = feedForward.activationName {
      entries += [("dense_act_fn", .string(activation)), ("is_gated_act", .boolean(true))]
    }
    if let positionCount { entries.append(("n_positions", .integer(positionCount))) }
    if let tokenizerClass { entries.append(("tokenizer_class", .string(tokenizerClass))) }
    return entries
  }
}
