import Diagnostics
import Foundation

/// Opens the vocabulary that a recipe or a command line names.
public enum VocabularyFile {
  /// The word that names the byte vocabulary, which needs no file.
  public static let bytes = "bytes"
  /// The name of a SentencePiece model inside a model folder.
  public static let sentencePieceName = "spiece.model"

  /// The tokenizer named by `path`: a SentencePiece `.model` file, a folder with `spiece.model` in it, or the
  /// word `bytes` (a file or folder of that name is `./bytes`).
  /// - Throws: `FileError`, `TokenizerError`.
  public static func open(_ path: String) throws -> any Tokenizer {
    if path == bytes { return ByteTokenizer() }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
    else {
      return try SentencePieceTokenizer(contentsOf: path)
    }
    let file = (path as NSString).appendingPathComponent(sentencePieceName)
    guard FileManager.default.fileExists(atPath: file) else {
      throw FileError.empty(path: path, what: "vocabulary file '\(sentencePieceName)'")
    }
    return try SentencePieceTokenizer(contentsOf: file)
  }
}
