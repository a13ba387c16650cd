import Diagnostics
import Foundation
import JSON

extension VocabularyFile {
  /// Names that SentencePiece models have elsewhere.
  private static let otherNames = ["sentencepiece.model", "tokenizer.model"]

  /// The vocabulary file of a model folder: `spiece.model` or a model under another name, or else
  /// `tokenizer.json`; `nil` where it has neither. Beside a byte-pair `tokenizer.model` it is the
  /// `tokenizer.json`, as for transformers.
  public static func path(in folder: String) -> String? {
    let json = (folder as NSString).appendingPathComponent(tokenizerJSONName)
    let hasJSON = FileManager.default.fileExists(atPath: json)
    for name in [sentencePieceName] + otherNames {
      let file = (folder as NSString).appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file) else { continue }
      return hasJSON && name != sentencePieceName && isBytePair(file) ? json : file
    }
    if hasJSON { return json }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let models = names.filter { $0.hasSuffix(".model") }
    return models.count == 1 ? (folder as NSString).appendingPathComponent(models[0]) : nil
  }

  /// The tokenizer named by `path`: a SentencePiece `.model` file, a `tokenizer.json` (its name ends in
  /// `.json`), a folder with one of them in it, or the word `bytes` (a file or folder of that name is
  /// `./bytes`).
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
    guard path.lowercased().hasSuffix(".json") else {
      if isBytePair(path) { return try BytePairTokenizer(sentencePieceModel: path) }
      return try SentencePieceTokenizer(inFolderOf: path)
    }
    let bytes = try InputFile.read(path, what: "vocabulary")
    let root = try JSONDocument.parse(bytes, file: path)
    if isBytePair(root) { return try BytePairTokenizer(root, bytes: bytes, path: path) }
    return try SentencePieceTokenizer(root, bytes: bytes)
  }

  /// Whether a SentencePiece model is of the byte-pair algorithm; `false` for one that cannot be read.
  private static func isBytePair(_ path: String) -> Bool {
    guard let bytes = try? InputFile.read(path, what: "vocabulary") else { return false }
    return VocabularyMessage.isBytePair(model: bytes)
  }

  /// Whether the model of a `tokenizer.json` is a byte-pair one; the first versions of the library wrote no
  /// type.
  private static func isBytePair(_ root: JSONField) -> Bool {
    guard let model = try? root.object()["model"]?.object() else { return false }
    guard let type = model["type"], !type.isNull else { return model["merges"] != nil }
    return (try? type.string()) == "BPE"
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
