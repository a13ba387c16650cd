import Models

/// A Hugging Face model folder that has been opened and checked: the configuration at once, the weights on demand.
package struct OpenedModel: Sendable {
  /// The folder's path.
  package let folder: String
  /// What its `config.json` says, with what the weights have settled.
  package let configuration: any ModelConfiguration
  /// The model.
  package let model: any LanguageModel
  /// What the folder holds and the model does not use, in words.
  package let notes: [String]
  private let weights: WeightsArchive
  /// The folder's names of parameters that are called otherwise there.
  private let names: [String: String]

  /// Opens a folder and checks that its weights are those of its configuration, by name, shape and type.
  /// - Throws: `FileError`, `JSONError`, `ModelConfigurationError`, `WeightsError`, `TorchFileError`, `UserErrors`.
  package init(folder: String) throws {
    self.folder = folder
    let file = try ModelFamilies.read("\(folder)/\(ModelFolder.configurationName)")
    weights = try WeightsArchive(folder: folder)
    let matched = try file.matched(to: weights)
    configuration = matched.configuration
    model = matched.configuration.model
    names = matched.names
    notes = matched.notes
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

  private func sourceName(_ name: String) -> String { names[name] ?? name }
}
