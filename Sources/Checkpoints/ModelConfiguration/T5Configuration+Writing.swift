import Foundation
import Models

extension T5Configuration {
  /// The text of the `config.json`: keys sorted, every key of the model's arithmetic written out.
  ///
  /// `transformers` 5 refuses a whole number where it wants a float, and Foundation's encoder writes 1.0 as
  /// `1`; so this one file is put together here.
  /// - Throws: `EncodingError` for a number that is not finite.
  package func json() throws -> Data {
    let members = try entries.sorted { $0.key < $1.key }.map { key, value in
      "  \"\(key)\": \(try value.text(key))"
    }
    return Data("{\n\(members.joined(separator: ",\n"))\n}\n".utf8)
  }

  private enum Value {
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
    case strings([String])

    func text(_ key: String) throws -> String {
      switch self {
      case .boolean(let value): return "\(value)"
      case .integer(let value): return "\(value)"
      case .float(let value):
        if value.isFinite { return "\(value)" }
        throw EncodingError.invalidValue(
          value, .init(codingPath: [], debugDescription: "'\(key)' is not a finite number"))
      case .string(let value): return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
      case .strings(let values): return String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
      }
    }
  }

  private var entries: [(key: String, value: Value)] {
    let kind = modelType == "mt5" ? "MT5ForConditionalGeneration" : "T5ForConditionalGeneration"
    var entries: [(key: String, value: Value)] = [
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
