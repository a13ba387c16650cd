import Crypto
import Storage
import Tokenization

extension ByteWriter {
  /// Appends what tells a vocabulary from others: what is made with another one has another key.
  mutating func append(vocabularyOf tokenizer: any Tokenizer) {
    append(String(reflecting: type(of: tokenizer.withoutTurns)))
    append(tokenizer.vocabularySize)
    for (name, bytes) in tokenizer.files {
      append(name)
      append(raw: SHA256.hash(data: bytes))
    }
  }
}
