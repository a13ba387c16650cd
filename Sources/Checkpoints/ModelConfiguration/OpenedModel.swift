import Models

/// A Hugging Face T5 folder that has been opened and checked: the configuration at once, the weights on demand.
package struct OpenedModel: Sendable {
  /// The folder's path.
  package let folder: String
  /// What its `config.json` says, with `tie_word_embeddings` and `scale_decoder_outputs` as the weights have it.
  package let configuration: T5ConfigurationFile
  /// The model.
  package let model: T5
  /// What the folder holds and the model does not use, in words.
  package let notes: [String]
  private let weights: WeightsArchive
  /// The embedding's name in the folder.
  private let embedding: String

  private static let shared = "shared.weight"
  private static let head = "lm_head.weight"
  /// Aliases of the embedding that checkpoints may hold beside it, or in its place.
  private static let embeddings = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"]
  /// Old checkpoints have a table in the first cross-attention that no version of the model reads.
  private static let unread = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"

  /// Opens a folder and checks that its weights are those of its configuration, by name, shape and type.
  /// - Throws: `FileError`, `JSONError`, `T5ConfigurationError`, `WeightsError`, `TorchFileError`, `UserErrors`.
  package init(folder: String) throws {
    self.folder = folder
    let file = try T5ConfigurationFile(reading: "\(folder)/\(ModelFolder.configurationName)")
    let weights = try WeightsArchive(folder: folder)
    self.weights = weights
    let embedding = ([Self.shared] + Self.embeddings).first { weights[$0] != nil } ?? Self.shared
    self.embedding = embedding
    let isTied = try T5ConfigurationFile.outputHeadIsTied(in: weights, embedding: embedding)
    model = T5(file.model(isTied: isTied))
    configuration = file.settled(isTied: isTied)
    let expected = Self.expectedTensors(of: file, isTied: isTied).map {
      TensorDescription(name: $0.name == Self.shared ? embedding : $0.name, shape: $0.shape)
    }
    let aliases = [Self.shared] + Self.embeddings
    try weights.requireFit(expected, ignoring: Set(aliases + [Self.head, Self.unread]))
    for name in aliases where weights[name] != nil {
      if try !weights.areIdentical(name, embedding) {
        let path = try weights.file(holding: name).path
        throw WeightsError(path, tensor: name, .otherEmbedding(than: embedding))
      }
    }
    if weights[Self.head] == nil, !file.tiesWordEmbeddings {
      throw WeightsError(weights.path, tensor: Self.head, .missingHead)
    }
    let passedOver = weights[Self.unread].map { "'\($0.name)' is passed over: no T5 reads it" }
    notes = [weights.note, passedOver].compactMap { $0 }
  }

  /// The tensors that a model of the configuration has.
  static func expectedTensors(of file: T5ConfigurationFile, isTied: Bool) -> [TensorDescription] {
    T5(file.model(isTied: isTied)).parameters.map {
      TensorDescription(name: $0.name, shape: $0.shape.dimensions)
    }
  }

  /// Reads the weights into the parameters of the same model.
  /// - Throws: `WeightsError` also for a weight that is not finite, `FileError`.
  package func load(into parameters: ParameterStore) throws {
    for specification in parameters.specifications {
      try parameters[specification.name].withMutableBytes {
        try weights.readFloats(
          sourceName(specification.name), into: $0.bindMemory(to: Float.self), requiringFinite: true)
      }
    }
  }

  /// The model's weights under their own names, to be written: each is read, piece by piece, when its turn comes.
  ///
  /// A value that is not finite ends the writing with a `WeightsError`.
  package var tensors: [NamedTensor] {
    model.parameters.map { parameter in
      let source = sourceName(parameter.name)
      return NamedTensor(parameter.name, shape: parameter.shape.dimensions) { [weights] body in
        try weights.file(holding: source).withFinitePieces(of: source, body)
      }
    }
  }

  /// Whether all weights are stored in bfloat16.
  package var isInBFloat16: Bool { weights.tensors.allSatisfy { $0.elementType == .bfloat16 } }

  private func sourceName(_ name: String) -> String { name == Self.shared ? embedding : name }
}
