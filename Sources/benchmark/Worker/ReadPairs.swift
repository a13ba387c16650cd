import Benchmarking
import Diagnostics

extension Work {
  /// The pairs of the work.
  /// - Throws: `FileError`, `DecodingError`.
  func readPairs() throws -> TokenPairs {
    try MessageLine.decode(TokenPairs.self, InputFile.read(pairs, what: "file of token ids"))
  }
}
