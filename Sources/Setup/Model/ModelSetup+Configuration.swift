import Checkpoints
import Diagnostics

extension ModelSetup {
  /// The `config.json` of the run's checkpoints: that of the folder it started from, where there is one, with what
  /// this training decides.
  package var configurationFile: any ModelConfiguration {
    var file = configuration
    if source == nil { file.padTokenID = Int(tokenizer.padID) }
    file.endTokenID = Int(tokenizer.endOfSequenceID)
    // Checkpoints have a tokenizer_config.json, and the tokenizer may be another than the folder's.
    file.tokenizerClass = nil
    return file
  }
}

extension OpenedModel {
  /// Checks that the model's outputs begin with 0, as training begins them.
  /// - Throws: `ModelSetupError.otherStart`.
  package func requireTrainableStart() throws {
    guard let id = configuration.firstTokenID, id != 0 else { return }
    let file = "\(folder)/\(ModelFolder.configurationName)"
    throw ModelSetupError.otherStart(
      location: SourceLocation(file: file, field: "decoder_start_token_id"), id: id)
  }
}
