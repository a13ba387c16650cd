import Checkpoints
import Diagnostics
import Foundation
import Models
import Recipes
import Runs
import Storage
import Tokenization

/// The model and the tokenizer that a recipe asks for.
package struct ModelSetup {
  /// The tokenizer.
  package let tokenizer: any Tokenizer
  /// The model, with the recipe's dropout.
  package let model: any LanguageModel
  /// What it is made of.
  let configuration: any ModelConfiguration
  /// The folder that the first weights come from; `nil` for fresh ones.
  package let source: OpenedModel?
  /// The vocabulary, for the passport; `nil` for bytes.
  package let vocabulary: RunPassport.Input?
  /// What the user should know of where the model comes from.
  package let notes: [String]

  /// Opens what the recipe names.
  /// - Throws: `RecipeError`, `ModelSetupError`, and what opening vocabulary and folder throws.
  package init(_ loaded: LoadedRecipe, inputs: RecipeInputs) throws {
    let settings = loaded.recipe.model
    let (folder, note) = try Self.folder(loaded, inputs)
    source = try folder.map { try OpenedModel(folder: $0) }
    let isDecoderOnly = source?.configuration.isDecoderOnly ?? settings.preset?.isDecoderOnly ?? false
    (tokenizer, vocabulary) = try Self.openTokenizer(
      loaded, inputs: inputs, folder: folder, isDecoderOnly: isDecoderOnly)
    notes =
      (note.map { [$0] } ?? []) + (source?.notes ?? []) + ((tokenizer as? TurnTokenizer)?.notes ?? [])
    var configuration: any ModelConfiguration
    switch (source, settings.preset) {
    case (let source?, _):
      configuration = source.configuration
      try source.requireRows(for: tokenizer)
      try source.requireTrainableStart()
      configuration.end(with: Int(tokenizer.endOfSequenceID))
    case (nil, let preset?):
      configuration = try Self.configuration(of: preset, loaded, tokenizer: tokenizer)
      configuration.endTokenID = Int(tokenizer.withoutTurns.endOfSequenceID)
      configuration.end(with: Int(tokenizer.endOfSequenceID))
    case (nil, nil): preconditionFailure("a recipe that names neither preset nor folder is not read")
    }
    configuration.dropoutRate = settings.dropout
    configuration.begin(with: tokenizer.startIDs.first.map(Int.init))
    if tokenizer.turns != nil, !configuration.isDecoderOnly {
      throw ModelSetupError.turnsOfEncoderDecoder(location: Self.location(of: "model.turns", loaded))
    }
    configuration = try Self.decoder(configuration, loaded)
    self.configuration = configuration
    let base = try Self.learningPrompts(configuration.model, loaded)
    if let source, source.adapter != nil {
      throw AdapterError.notWhole(location: SourceLocation(file: source.folder))
    }
    if let settings = settings.adapter, source != nil {
      model = AdaptedModel(base, try AdapterSetup(settings, loaded, of: base).adapter)
    } else {
      model = base
    }
  }

  /// The configuration with what the recipe asks of a decoder alone.
  private static func decoder(
    _ configuration: any ModelConfiguration, _ loaded: LoadedRecipe
  ) throws -> any ModelConfiguration {
    guard let prefix = loaded.recipe.model.prefix else { return configuration }
    guard var decoder = configuration as? DecoderConfiguration else {
      throw ModelSetupError.onlyOfDecoders(location: location(of: "model.prefix", loaded))
    }
    decoder.seesPromptsWhole = prefix
    return decoder
  }

  /// The model, which counts the tokens of prompts where the recipe has it so.
  private static func learningPrompts(
    _ model: any LanguageModel, _ loaded: LoadedRecipe
  ) throws -> any LanguageModel {
    if loaded.recipe.loss.tokens == .targets { return model }
    guard var decoder = model as? Decoder, !decoder.configuration.seesPromptsWhole else {
      throw ModelSetupError.onlyOfDecoders(location: location(of: "loss.tokens", loaded))
    }
    decoder.learnsPrompts = true
    return decoder
  }

  private static func location(of key: String, _ loaded: LoadedRecipe) -> SourceLocation {
    loaded.origins[key] ?? SourceLocation(file: loaded.file, field: key)
  }

  /// The tokenizer alone, of a recipe whose model is not needed.
  /// - Throws: `RecipeError`, and what opening a vocabulary throws.
  package static func tokenizer(of loaded: LoadedRecipe, inputs: RecipeInputs) throws -> any Tokenizer {
    // A vocabulary of the recipe's own makes it do without the model.
    let isNamed = loaded.recipe.tokenizer.vocabulary != nil
    let folder = isNamed ? try? folder(loaded, inputs).path : try folder(loaded, inputs).path
    let file = folder.flatMap { try? ModelFamilies.read("\($0)/\(ModelFolder.configurationName)") }
    let isDecoderOnly = file?.isDecoderOnly ?? loaded.recipe.model.preset?.isDecoderOnly ?? false
    return try openTokenizer(loaded, inputs: inputs, folder: folder, isDecoderOnly: isDecoderOnly).0
  }

  /// The folder of the model that training starts from, with what is to be told of it.
  private static func folder(
    _ loaded: LoadedRecipe, _ inputs: RecipeInputs
  ) throws -> (path: String?, note: String?) {
    let key = "model.folder"
    guard let name = loaded.recipe.model.folder else { return (nil, nil) }
    let (path, note) = try ModelLocator.modelFolder(inputs.resolve(name, key: key), key: key)
    return (path, note)
  }

  /// The tokenizer, with the turns of the recipe, or else of the model's folder, around prompts.
  /// - Parameter isDecoderOnly: whether the model reads a prompt and its target as one sequence.
  private static func openTokenizer(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, folder: String?, isDecoderOnly: Bool
  ) throws -> (any Tokenizer, RunPassport.Input?) {
    let (vocabulary, input) = try openVocabulary(loaded, inputs: inputs, folder: folder)
    let place = location(of: "model.turns", loaded)
    var tokenizer =
      try loaded.recipe.model.turns.map { try vocabulary.with($0.markers, at: place) }
      ?? vocabulary.with(nil, ofFolder: folder)
    if isDecoderOnly { tokenizer = tokenizer.continuingPrompts }
    let (markers, length) = (tokenizer.prompt([Int32]()).count, loaded.recipe.packing.inputLength)
    if tokenizer.turns != nil, markers >= length {
      throw ModelSetupError.turnsTooLong(location: place, markers: markers, length: length)
    }
    return (tokenizer, input)
  }

  private static func openVocabulary(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, folder: String?
  ) throws -> (any Tokenizer, RunPassport.Input?) {
    let key = "tokenizer.vocabulary"
    guard let name = loaded.recipe.tokenizer.vocabulary else {
      let folder = folder ?? "."
      if ModelVocabulary.readsBytes(folder) { return (try VocabularyFile.open(VocabularyFile.bytes), nil) }
      let path = VocabularyFile.path(in: folder) ?? folder
      let tokenizer = try VocabularyFile.open(folder)
      return (tokenizer, try .init(key: key, name: path, vocabulary: path, tokenizer))
    }
    if name == VocabularyFile.bytes { return (try VocabularyFile.open(name), nil) }
    let path = try inputs.resolve(name, key: key)
    let tokenizer = try VocabularyFile.open(path)
    return (tokenizer, try .init(key: key, name: name, vocabulary: path, tokenizer))
  }

  /// The configuration of a preset with what the recipe changes of it.
  private static func configuration(
    of preset: ModelPreset, _ loaded: LoadedRecipe, tokenizer: any Tokenizer
  ) throws -> any ModelConfiguration {
    let settings = loaded.recipe.model
    let needed = tokenizer.vocabularySize
    let size = settings.vocabularySize ?? (needed + 127) / 128 * 128
    if size < needed {
      throw ModelSetupError.vocabularyTooLarge(
        location: loaded.place(of: "model.vocabularySize"), tokenizer: needed, model: size)
    }
    var dimensions = ModelDimensions()
    dimensions.modelDimension = settings.modelDimension
    dimensions.headDimension = settings.headDimension
    dimensions.heads = settings.heads
    dimensions.encoderLayers = settings.encoderLayers
    dimensions.decoderLayers = settings.decoderLayers
    dimensions.feedForwardDimension = settings.feedForwardDimension
    return ModelFamilies.preset(
      preset, version: settings.version, vocabularySize: size, dimensions: dimensions)
  }
}

extension RunPassport.Input {
  /// A vocabulary with its hash: over its file or folder, and over what files beside a SentencePiece model
  /// say of sentinels and added tokens where that is not the usual.
  /// - Throws: `FileError`.
  fileprivate init(key: String, name: String, vocabulary path: String, _ tokenizer: any Tokenizer) throws {
    var hash = try ContentHash.of(path: path, what: "vocabulary")
    let tokens = tokenizer.addedTokens
    if tokenizer.files.first?.name == VocabularyFile.sentencePieceName, !FolderChain.isFolder(path),
      !tokens.isEmpty || tokenizer.sentinelCount != 100
    {
      let lines = tokens.map { token in
        let flags = [token.stripsLeft, token.stripsRight, token.isSingleWord, token.isSpecial]
        return "\(token.id) \(flags) \(token.text)\n"
      }
      hash = ContentHash.of(Data("\(hash) \(tokenizer.sentinelCount)\n\(lines.sorted().joined())".utf8))
    }
    self.init(key: key, path: name, sha256: hash)
  }
}

extension OpenedModel {
  /// Checks that the embedding has a row for every id of `tokenizer`.
  /// - Throws: `ModelSetupError.vocabularyTooLarge`.
  package func requireRows(for tokenizer: any Tokenizer) throws {
    let rows = model.vocabularySize
    if rows >= tokenizer.vocabularySize { return }
    throw ModelSetupError.vocabularyTooLarge(
      location: SourceLocation(file: folder, field: "vocab_size"), tokenizer: tokenizer.vocabularySize,
      model: rows)
  }
}
