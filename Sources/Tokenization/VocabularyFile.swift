/// Opens the vocabulary that a recipe or a command line names; `open` does.
public enum VocabularyFile {
  /// The word that names the byte vocabulary, which needs no file.
  public static let bytes = "bytes"
  /// The name of a SentencePiece model inside a model folder.
  public static let sentencePieceName = "spiece.model"
  /// The name of a file of Hugging Face's `tokenizers` inside a model folder.
  public static let tokenizerJSONName = "tokenizer.json"
  /// The name of a SentencePiece model of the byte-pair algorithm inside a model folder.
  public static let bytePairModelName = "tokenizer.model"
}
