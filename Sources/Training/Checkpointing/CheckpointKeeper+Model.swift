import Autograd
import Checkpoints
import Foundation
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
    try ModelFolder.writeConfiguration(portable.configuration, to: folder, fileSystem: fileSystem)
    try tokenizer.write(to: folder, fileSystem: fileSystem)
    try SafetensorsWriter(fileSystem: fileSystem).write(
      portable.tensors, to: "\(folder)/\(WeightsArchive.fileName)")
  }

  /// Writes a PEFT adapter folder: the adapter alone, with where its base model is and which weights that
  /// has.
  /// - Throws: `FileError`, `WeightsError` for a weight that is not finite.
  func writeAdapter(_ model: AdaptedModel, _ parameters: ParameterStore, to folder: String) throws {
    guard let source = setup.source else { preconditionFailure("an adapter without a base model") }
    let base = try baseModel.of(source.folder)
    let configuration = AdapterConfiguration(
      model.adapter, targets: adapterTargets, base: URL(fileURLWithPath: base.folder).path,
      isDecoderOnly: setup.configurationFile.isDecoderOnly)
    try configuration.write(
      base,
      model.adapterParameters.map {
        NamedTensor(OpenedAdapter.storedName($0.name), storage: parameters[$0.name])
      }, to: folder, fileSystem: fileSystem)
    try setup.tokenizer.write(to: folder, fileSystem: fileSystem)
  }
}

extension Tokenizer {
  /// Writes the files of a model folder that make the tokenizer again, with the turns around prompts, where
  /// there are any.
  /// - Throws: `FileError`.
  fileprivate func write(to folder: String, fileSystem: FileSystem) throws {
    if !(withoutTurns is BytePairTokenizer) {
      try ModelFolder.writeTokenizer(TokenizerDescription(of: self), to: folder, fileSystem: fileSystem)
    }
    // A byte-pair vocabulary's own files say all about it.
    let turnFiles = (self as? TurnTokenizer)?.turnFiles ?? []
    for (name, bytes) in files + turnFiles { try fileSystem.write(bytes, to: "\(folder)/\(name)") }
  }
}

/// The base model of a run's adapter: its weights are hashed once.
final class BaseModel {
  private let cache: HashCache
  private var known: AdapterBase?

  /// - Parameter cache: remembers the hashes of large files.
  init(cache: HashCache) { self.cache = cache }

  /// What is kept of the model in a folder.
  func of(_ folder: String) throws -> AdapterBase {
    if let known { return known }
    let base = try AdapterBase(folder: folder, cache: cache)
    known = base
    return base
  }
}

extension NamedTensor {
  /// A tensor in a runtime's memory.
  package init(_ name: String, storage: any TensorStorage) {
    self.init(name, shape: storage.type.shape.dimensions) { body in
      try storage.fetch()
      return try storage.withBytes { try body($0.bindMemory(to: Float.self)) }
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
