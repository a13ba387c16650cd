import Foundation
import Models

extension DecoderConfiguration: ModelConfiguration {
  package static let modelTypes = Architecture.allCases.map(\.rawValue)
  package static let publishedModels =
    "Llama, SmolLM2, TinyLlama, Mistral without sliding windows, Qwen2 or Qwen3"

  private static let head = "lm_head.weight"
  private static let embedding = "model.embed_tokens.weight"

  package mutating func begin(with id: Int?) { beginTokenID = id }

  package var model: any LanguageModel { Decoder(self) }
  /// An answer follows its prompt.
  package var firstTokenID: Int? { nil }

  /// A tied model's folder may hold its head all the same, and old ones the angles of rotary positions.
  package func matched(to weights: WeightsArchive) throws -> MatchedWeights {
    let angles = weights.tensors.map(\.name).filter { $0.hasSuffix(".rotary_emb.inv_freq") }
    if !tiesEmbeddings, weights[Self.head] == nil {
      throw WeightsError(weights.path, tensor: Self.head, .missingHead)
    }
    let expected = model.parameters.map { TensorDescription(name: $0.name, shape: $0.shape.dimensions) }
    try weights.requireFit(expected, ignoring: Set(angles + (tiesEmbeddings ? [Self.head] : [])))
    if tiesEmbeddings, weights[Self.head] != nil, try !weights.areIdentical(Self.head, Self.embedding) {
      let path = try weights.file(holding: Self.head).path
      throw WeightsError(path, tensor: Self.head, .otherEmbedding(than: Self.embedding))
    }
    return MatchedWeights(configuration: self, names: [:], notes: [weights.note].compactMap { $0 })
  }

  /// Both versions read the folder as it is.
  package func portable(
    _ tensors: [NamedTensor]
  ) -> (configuration: any ModelConfiguration, tensors: [NamedTensor]) { (self, tensors) }

  package var summary: ModelDescription {
    ModelDescription(
      title: architecture.title, kind: "decoder-only",
      dimensions: [
        ("model width", modelDimension), ("heads", heads), ("heads of keys and values", keyHeads),
        ("head width", headDimension), ("feed-forward width", feedForwardDimension), ("blocks", layers),
        ("rows of the vocabulary", vocabularySize),
      ],
      choices: [("output head", tiesEmbeddings ? "the embedding" : "its own")],
      loadingClass: architecture.className, tags: [architecture.rawValue, "text-generation"],
      pipeline: "text-generation",
      note: "A prompt is given without an end-of-sequence token; the answer ends in one.")
  }

  package func json() throws -> Data {
    var entries: [(key: String, value: ConfigurationEntry)] = [
      ("architectures", .strings([architecture.className])), ("model_type", .string(architecture.rawValue)),
      ("use_cache", .boolean(true)), ("vocab_size", .integer(vocabularySize)),
      ("hidden_size", .integer(modelDimension)), ("head_dim", .integer(headDimension)),
      ("num_attention_heads", .integer(heads)), ("num_key_value_heads", .integer(keyHeads)),
      ("num_hidden_layers", .integer(layers)), ("intermediate_size", .integer(feedForwardDimension)),
      ("hidden_act", .string(gate.configurationName)), ("rms_norm_eps", .float(normEpsilon)),
      ("tie_word_embeddings", .boolean(tiesEmbeddings)), ("initializer_range", .float(initializerRange)),
      ("attention_dropout", .float(0)), ("eos_token_id", .integer(endTokenID)),
      ("pad_token_id", .integer(padTokenID)), ("bos_token_id", beginTokenID.map { .integer($0) } ?? .null),
    ]
    switch architecture {
    case .llama: entries += [("attention_bias", .boolean(hasAttentionBiases)), ("mlp_bias", .boolean(false))]
    case .mistral: entries.append(("sliding_window", .null))
    case .qwen2: entries.append(("use_sliding_window", .boolean(false)))
    case .qwen3:
      entries += [("attention_bias", .boolean(hasAttentionBiases)), ("use_sliding_window", .boolean(false))]
    }
    if let positionCount { entries.append(("max_position_embeddings", .integer(positionCount))) }
    if let tokenizerClass { entries.append(("tokenizer_class", .string(tokenizerClass))) }
    return try ConfigurationEntry.text(entries + rotary.entries)
  }
}

extension DecoderConfiguration.Architecture {
  /// The arrangement for a reader.
  var title: String {
    switch self {
    case .llama: "Llama"
    case .mistral: "Mistral"
    case .qwen2: "Qwen2"
    case .qwen3: "Qwen3"
    }
  }
}
