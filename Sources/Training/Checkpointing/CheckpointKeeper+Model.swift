import Autograd
import Checkpoints
import Models
import Storage
import Tokenization

extension CheckpointKeeper {
  /// Writes a Hugging Face model folder.
  /// - Parameter configuration: what its `config.json` says.
  /// - Throws: `FileError`, `WeightsError` for a weight that is not finite.
  package static func writeModel(
    _ configuration: any ModelConfiguration, _ parameters: ParameterStore,
    tokenizer: any Tokenizer, to folder: String, fileSystem: FileSystem = .standard
  ) throws {
    let portable = configuration.portable(
      parameters.specifications.map { NamedTensor($0.name, storage: parameters[$0.name]) })
    let file = tokenizer.files.first
    try ModelFolder.writeDescription(
      portable.configuration,
      tokenizer: TokenizerDescription(of: tokenizer),
      vocabulary: file?.bytes, vocabularyName: file?.name ?? ModelFolder.vocabularyName, to: folder,
      fileSystem: fileSystem)
    try SafetensorsWriter(fileSystem: fileSystem).write(
      portable.tensors, to: "\(folder)/\(WeightsArchive.fileName)")
  }
}

extension NamedTensor {
  /// A tensor in a runtime's memory.
  package init(_ name: String, storage: any TensorStorage) {
    self.init(name, shape: storage.type.shape.dimensions) { body in
      try storage.withBytes { try body($0.bindMemory(to: Float.self)) }
    }
  }
}

extension TokenizerDescription {
  /// What a model folder tells of a tokenizer.
  package init(of tokenizer: any Tokenizer) {
    self.init(tokenizer.files.isEmpty ? .byteLevel : .sentencePiece, sentinelCount: tokenizer.sentinelCount)
    for token in tokenizer.addedTokens {
      addedTokens[Int(token.id)] = AddedToken(
        token.text, lstrip: token.stripsLeft, rstrip: token.stripsRight, singleWord: token.isSingleWord,
        normalized: token.isNormalized, special: token.isSpecial)
    }
    // Version 5 of transformers would put its own class's treatment of spaces in the place of the file's.
    isWhole = tokenizer.files.contains { $0.name == VocabularyFile.tokenizerJSONName }
  }
}
