import Checkpoints
import Diagnostics
import Foundation
import JSON
import Runs
import Tokenization

/// Opens the vocabulary that a path stands for, model folders of ByT5's kind included: they hold no file of
/// pieces.
package enum ModelVocabulary {
  /// The tokenizer of a vocabulary file, a model folder, the model of a run, or the word `bytes`.
  /// - Parameter turns: what is written around prompts; `nil` for what the folder tells.
  /// - Throws: what `ModelLocator.locate` and `VocabularyFile.open` throw; `TurnError`.
  package static func open(_ path: String, turns: TurnFormat? = nil) throws -> any Tokenizer {
    if path == VocabularyFile.bytes { return try VocabularyFile.open(path).with(turns, ofFolder: nil) }
    let isRun = FileManager.default.fileExists(atPath: RunFolder(named: path).resolvedRecipeFile)
    let folder = isRun ? try ModelLocator.locate(path).folder : path
    if readsBytes(folder) {
      return try VocabularyFile.open(VocabularyFile.bytes).with(turns, ofFolder: folder)
    }
    let source = VocabularyFile.path(in: folder) == nil ? try base(of: folder) ?? folder : folder
    return try VocabularyFile.open(source).with(turns, ofFolder: source)
  }

  /// The folder of the base model of an adapter that has no vocabulary of its own.
  /// - Throws: what `AdapterBase.folder(of:)` throws.
  private static func base(of folder: String) throws -> String? {
    OpenedAdapter.isIn(folder) ? try AdapterBase.folder(of: folder) : nil
  }

  /// Whether a model folder has a vocabulary of its own: pieces or bytes.
  package static func isIn(_ folder: String) -> Bool {
    VocabularyFile.path(in: folder) != nil || readsBytes(folder)
  }

  /// Whether a model folder says that its tokenizer is ByT5's.
  package static func readsBytes(_ folder: String) -> Bool {
    if FileManager.default.fileExists(atPath: "\(folder)/\(VocabularyFile.sentencePieceName)") {
      return false
    }
    let file = "\(folder)/\(ModelFolder.tokenizerName)"
    let description = try? JSONDocument.read(file, what: "tokenizer description").object()
    return (try? description?["tokenizer_class"]?.string()) == "ByT5Tokenizer"
  }
}

extension Tokenizer {
  /// The tokenizer with what is written around prompts.
  /// - Parameters:
  ///   - turns: the markers; `nil` for what the folder tells.
  ///   - folder: the model's folder, where it has one.
  /// - Throws: `TurnError`, `FileError`, `JSONError`.
  package func with(_ turns: TurnFormat?, ofFolder folder: String?) throws -> any Tokenizer {
    if let turns { return try with(turns, at: SourceLocation(file: TurnFormat.place)) }
    guard let folder, let own = try TurnFormat.inFolder(folder) else { return self }
    return try with(own, at: SourceLocation(file: "\(folder)/\(TurnFormat.fileName)"))
  }
}

extension TurnFormat {
  /// Where the markers of a command line stand.
  fileprivate static let place = "--turns"
}

extension ModelSetup {
  /// The `config.json` of the run's checkpoints: that of the folder it started from, where there is one, with
  /// what this training decides.
  package var configurationFile: any ModelConfiguration {
    var file = configuration
    if source == nil { file.padTokenID = Int(tokenizer.padID) }
    // Checkpoints have a tokenizer_config.json, and the tokenizer may be another than the folder's.
    file.tokenizerClass = nil
    return file
  }
}

extension OpenedModel {
  /// Lets the model read and write as a tokenizer has it.
  /// - Returns: the tokenizer as a model of this family uses it.
  /// - Throws: `ModelSetupError` where its embedding lacks rows for the tokenizer's ids, or where turns are of a decoder alone and
  ///   the model is none.
  package mutating func adopt(_ tokenizer: any Tokenizer) throws -> any Tokenizer {
    try requireRows(for: tokenizer)
    if tokenizer.turns != nil, !configuration.isDecoderOnly {
      throw ModelSetupError.turnsOfEncoderDecoder(location: SourceLocation(file: folder))
    }
    begin(with: tokenizer.startIDs.first, endWith: tokenizer.endOfSequenceID)
    return configuration.isDecoderOnly ? tokenizer.continuingPrompts : tokenizer
  }

  /// Checks that the model's outputs begin with 0, as training begins them.
  /// - Throws: `ModelSetupError.otherStart`.
  package func requireTrainableStart() throws {
    guard let id = configuration.firstTokenID, id != 0 else { return }
    let file = "\(folder)/\(ModelFolder.configurationName)"
    throw ModelSetupError.otherStart(
      location: SourceLocation(file: file, field: "decoder_start_token_id"), id: id)
  }
}
