import Models

extension T5Configuration: ModelConfiguration {
  /// T5's own folders and mT5's.
  package static let modelTypes = ["t5", "mt5"]
  package static let publishedModels = "T5, T5 v1.1, Flan-T5, mT5, ByT5 or UL2"

  private static let shared = "shared.weight"
  private static let head = "lm_head.weight"
  /// Aliases of the embedding that checkpoints may hold beside it, or in its place.
  private static let embeddings = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"]
  /// Old checkpoints have a table in the first cross-attention that no version of the model reads.
  private static let unread = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"

  package var model: any LanguageModel { T5(self) }
  package var firstTokenID: Int? { startTokenID }
  /// The encoder's input begins with the prompt itself.
  package var beginTokenID: Int? { nil }
  package mutating func begin(with id: Int?) {}

  /// The embedding under the name that it has in the folder; a head that is the embedding whatever `tie_word_embeddings` says,
  /// unless `lm_head.weight` is there and differs from it.
  package func matched(to weights: WeightsArchive) throws -> MatchedWeights {
    let aliases = [Self.shared] + Self.embeddings
    let embedding = aliases.first { weights[$0] != nil } ?? Self.shared
    let isTied = try Self.headIsTied(in: weights, embedding: embedding)
    let configuration = settled(isTied: isTied)
    let expected = configuration.expectedTensors.map {
      TensorDescription(name: $0.name == Self.shared ? embedding : $0.name, shape: $0.shape)
    }
    try weights.requireFit(expected, ignoring: Set(aliases + [Self.head, Self.unread]))
    for name in aliases where weights[name] != nil {
      if try !weights.areIdentical(name, embedding) {
        let path = try weights.file(holding: name).path
        throw WeightsError(path, tensor: name, .otherEmbedding(than: embedding))
      }
    }
    if weights[Self.head] == nil, !tiesEmbeddings {
      throw WeightsError(weights.path, tensor: Self.head, .missingHead)
    }
    let passedOver = weights[Self.unread].map { "'\($0.name)' is passed over: no T5 reads it" }
    return MatchedWeights(
      configuration: configuration, names: [Self.shared: embedding],
      notes: [weights.note, passedOver].compactMap { $0 })
  }

  /// The tensors that a model of the configuration has.
  var expectedTensors: [TensorDescription] {
    model.parameters.map { TensorDescription(name: $0.name, shape: $0.shape.dimensions) }
  }

  /// Whether the output head is the embedding.
  /// - Throws: `WeightsError`, `FileError`.
  static func headIsTied(in weights: WeightsArchive, embedding: String = "shared.weight") throws -> Bool {
    guard weights[head] != nil else { return true }
    return try weights.areIdentical(head, embedding)
  }

  /// Version 4 scales the outputs of whatever is tied. A tied model without that scaling is therefore written with its
  /// head and as untied; `matched(to:)` finds the head equal to the embedding and ties it again.
  package func portable(
    _ tensors: [NamedTensor]
  ) -> (configuration: any ModelConfiguration, tensors: [NamedTensor]) {
    guard tiesEmbeddings, !scalesOutputs, let embedding = tensors.first(where: { $0.name == Self.shared })
    else { return (self, tensors) }
    var untied = self
    untied.tiesEmbeddings = false
    let head = NamedTensor(Self.head, shape: embedding.shape, withValues: embedding.withValues)
    return (untied, tensors + [head])
  }

  package var summary: ModelDescription {
    ModelDescription(
      title: "T5 \(feedForward.gate == nil ? "v1.0" : "v1.1")", kind: "encoder-decoder",
      dimensions: [
        ("model width", modelDimension), ("heads", heads), ("head width", headDimension),
        ("feed-forward width", feedForwardDimension), ("encoder blocks", encoderLayers),
        ("decoder blocks", decoderLayers), ("rows of the vocabulary", vocabularySize),
      ],
      choices: [
        ("feed-forward layer", feedForward.title),
        ("output head", tiesEmbeddings ? "the embedding" : "its own"),
      ],
      loadingClass: "T5ForConditionalGeneration", tags: ["t5", "text2text-generation"],
      pipeline: "text2text-generation",
      note: "Weights of T5 are for float32 or bfloat16; in float16 the activations of T5 overflow.")
  }
}
