import Foundation
import SwiftProtobuf

extension VocabularyMessage {
  /// Reads the bytes of a `.model` file and checks that it is of the algorithm.
  /// - Throws: `TokenizerError.notAModel`, `.noPieces`, `.unsupportedAlgorithm`.
  init(model: Data, source: String, algorithm: TrainerMessage.Algorithm = .unigram) throws {
    do {
      try self.init(serializedBytes: model)
    } catch {
      throw TokenizerError.notAModel(source: source, reason: Self.reason(of: error))
    }
    if pieces.isEmpty { throw TokenizerError.noPieces(source: source) }
    if trainer.algorithm != algorithm {
      throw TokenizerError.unsupportedAlgorithm(source: source, algorithm: Self.name(of: trainer.algorithm))
    }
  }

  /// Whether the bytes of a `.model` file are a byte-pair model.
  static func isBytePair(model: Data) -> Bool {
    (try? VocabularyMessage(serializedBytes: model))?.trainer.algorithm == .bytePairEncoding
  }

  private static func reason(of error: any Error) -> String {
    switch error as? BinaryDecodingError {
    case .truncated: "it ends in the middle of a field"
    case .invalidUTF8: "a piece is not UTF-8"
    default: "its bytes are no protocol buffer"
    }
  }

  private static func name(of algorithm: TrainerMessage.Algorithm) -> String {
    switch algorithm {
    case .unigram: "unigram"
    case .bytePairEncoding: "byte-pair encoding"
    case .word: "word"
    case .character: "character"
    }
  }
}
