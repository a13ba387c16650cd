import Models

/// A Hugging Face T5 folder that has been opened and checked: the configuration at once, the weights on demand.
public struct OpenedModel: Sendable {
  /// The folder's path.
  public let folder: String
  /// What the folder's `config.json` says.
  public let configuration: T5ConfigurationFile
  /// The model.
  public let model: T5
  private let weights: SafetensorsArchive

  /// Aliases of the embedding that checkpoints may hold as well.
  private static let aliases: Set<String> = [
    "encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight",
    // Old checkpoints have a table in the first cross-attention that no version of the model reads.
    "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
  ]

  /// Opens a folder and checks that its weights are those of its configuration, by name, shape and type.
  /// - Throws: `FileError`, `JSONError`, `T5ConfigurationError`, `SafetensorsError`, `UserErrors`.
  public init(folder: String) throws {
    self.folder = folder
    configuration = try T5ConfigurationFile(reading: "\(folder)/\(ModelFolder.configurationName)")
    weights = try SafetensorsArchive(folder: folder)
    model = T5(configuration.model(isTied: try T5ConfigurationFile.outputHeadIsTied(in: weights)))
    let expected = model.parameters.map { TensorDescription(name: $0.name, shape: $0.shape.dimensions) }
    try weights.requireFit(expected, ignoring: Self.aliases)
  }

  /// Reads the weights into the parameters of the same model.
  /// - Throws: `SafetensorsError` also for a weight that is not finite, `FileError`.
  public func load(into parameters: ParameterStore) throws {
    try weights.requireFinite()
    for specification in parameters.specifications {
      try parameters[specification.name].withMutableBytes {
        try weights.readFloats(specification.name, into: $0.bindMemory(to: Float.self))
      }
    }
  }
}
