import Diagnostics
import Foundation
import JSON

/// Opens the vocabulary that a recipe or a command line names.
public enum VocabularyFile {
  /// The word that names the byte vocabulary, which needs no file.
  public static let bytes = "bytes"
  /// The name of a SentencePiece model inside a model folder.
  public static let sentencePieceName = "spiece.model"
  /// The name of a file of Hugging Face's `tokenizers` inside a model folder.
  public static let tokenizerJSONName = "tokenizer.json"

  /// Names that SentencePiece models have elsewhere.
  private static let otherNames = ["sentencepiece.model", "tokenizer.model"]

  /// The vocabulary file of a model folder: `spiece.model` or a model under another name, or else `tokenizer.json`;
  /// `nil` where it has neither.
  public static func path(in folder: String) -> String? {
    for name in [sentencePieceName] + otherNames + [tokenizerJSONName] {
      let file = (folder as NSString).appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: file) { return file }
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let models = names.filter { $0.hasSuffix(".model") }
    return models.count == 1 ? (folder as NSString).appendingPathComponent(models[0]) : nil
  }

  /// The tokenizer named by `path`: a SentencePiece `.model` file, a `tokenizer.json` of T5's kind (its name ends in
  /// `.json`), a folder with one of them in it, or the word `bytes` (a file or folder of that name is `./bytes`).
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  public static func open(_ path: String) throws -> any Tokenizer {
    if path == bytes { return ByteTokenizer() }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
    else { return try openFile(path) }
    guard let file = self.path(in: path) else {
      try refuseOtherTokenizer(in: path)
      throw FileError.empty(
        path: path, what: "vocabulary file '\(sentencePieceName)' or '\(tokenizerJSONName)'")
    }
    return try openFile(file)
  }

  private static func openFile(_ path: String) throws -> any Tokenizer {
    let isJSON = path.lowercased().hasSuffix(".json")
    return try isJSON
      ? SentencePieceTokenizer(tokenizerJSON: path) : SentencePieceTokenizer(inFolderOf: path)
  }

  /// Tells which tokenizer a folder has where it is none that can be read.
  private static func refuseOtherTokenizer(in folder: String) throws {
    let files = ["vocab.txt", "vocab.json", "merges.txt"].filter {
      FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent($0))
    }
    let description = (folder as NSString).appendingPathComponent("tokenizer_config.json")
    let object = try? JSONDocument.read(description, what: "tokenizer description").object()
    let name = try? object?["tokenizer_class"]?.string()
    let isOfT5 = name.map { $0.hasPrefix("T5Tokenizer") } ?? true
    if files.isEmpty, isOfT5 { return }
    throw TokenizerError.otherTokenizer(folder: folder, name: name, files: files)
  }
}
