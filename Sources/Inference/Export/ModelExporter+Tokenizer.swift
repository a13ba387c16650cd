import Checkpoints
import Diagnostics
import Foundation
import Setup
import Storage
import Tokenization
import Training

extension ModelExporter {
  /// The folder whose tokenizer a model has: its own, or an adapter's base model's.
  static func tokenizerFolder(of opened: OpenedModel) -> String {
    ModelVocabulary.isIn(opened.folder) ? opened.folder : opened.baseFolder
  }

  /// Whether prompts have turns around them, as only those of decoder-only models can.
  /// - Throws: `FileError`, `JSONError`.
  static func hasTurns(_ opened: OpenedModel) throws -> Bool {
    guard opened.configuration.isDecoderOnly else { return false }
    return try TurnFormat.inFolder(tokenizerFolder(of: opened))?.isEmpty == false
  }

  /// Copies the source's tokenizer. A SentencePiece vocabulary by itself gets a `tokenizer.json` that says
  /// the same, so that `AutoTokenizer` of any version gives our ids, without the SentencePiece library. Turns
  /// that the model was trained with get a chat template, in place of any other.
  /// - Returns: what the user should know.
  func writeTokenizer(to folder: String) throws -> [String] {
    let source = Self.tokenizerFolder(of: opened)
    let hasTurns = try Self.hasTurns(opened)
    let turns = hasTurns ? try ModelVocabulary.open(source) as? TurnTokenizer : nil
    let turnFiles = turns?.turnFiles ?? []
    let warnings = try turns.map { try otherTemplates(than: $0.chatTemplate, in: source) } ?? []
    if try writeSentencePiece(from: source, turnFiles, to: folder) { return warnings }
    let names = try ModelFolder.copyTokenizer(from: source, to: folder, turnFiles: turnFiles)
    if names.contains(ModelFolder.vocabularyName), !names.contains(ModelFolder.tokenizerName) {
      try ModelFolder.writeTokenizer(TokenizerDescription(.sentencePiece), to: folder)
    }
    return names.isEmpty ? ["'\(source)' has no tokenizer, so the new folder has none"] : warnings
  }

  /// Writes a SentencePiece vocabulary that has no `tokenizer.json`, with one.
  /// - Returns: whether it is such a vocabulary.
  private func writeSentencePiece(
    from source: String, _ turnFiles: [(name: String, bytes: Data)], to folder: String
  ) throws -> Bool {
    if FolderChain.isFile("\(source)/\(VocabularyFile.tokenizerJSONName)") || !ModelVocabulary.isIn(source) {
      return false
    }
    let tokenizer = try ModelVocabulary.open(source)
    guard let json = try (tokenizer.withoutTurns as? SentencePieceTokenizer)?.tokenizerJSON() else {
      return false
    }
    let files = tokenizer.files + turnFiles + [(name: VocabularyFile.tokenizerJSONName, bytes: json)]
    for (name, bytes) in files { try FileSystem.standard.write(bytes, to: "\(folder)/\(name)") }
    var description = TokenizerDescription(of: tokenizer)
    description.isWhole = true
    try ModelFolder.writeTokenizer(description, to: folder)
    return true
  }

  /// Tells of the first chat template of the model's folder, or of the one that training began from, that is
  /// another than that of the turns.
  private func otherTemplates(than template: String, in source: String) throws -> [String] {
    let folders = [source] + (run?.baseFolder.map { [$0] } ?? [])
    let others = try folders.flatMap { try ModelFolder.chatTemplates(in: $0) }.filter { $0.text != template }
    return others.first.map { other in
      [
        "\(other.place.description): this chat template is not that of the turns that the model was trained with; "
          + "the new folder has theirs, in \(TurnTokenizer.chatTemplateName)"
      ]
    } ?? []
  }
}
