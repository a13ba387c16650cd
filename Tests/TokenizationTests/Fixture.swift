import Foundation
import Testing

@testable import Tokenization

/// The files that `Tests/References/tokenization.py` made.
enum Fixture {
  /// What the reference said of a text, or of ids.
  struct Case: Decodable, Sendable {
    var text: String?
    var ids: [Int32]
    var decoded: String?
    var normalized: String?
  }

  struct Cases: Decodable, Sendable {
    var encoded: [Case]
    var decoded: [Case]
  }

  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)")
      .path
  }

  static func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  static func json<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }

  /// A small model: the pieces given as text, score and kind, after pad, end of sequence and unknown.
  static func model(
    _ pieces: [(String, Float, VocabularyMessage.Piece.Kind)],
    _ change: (inout VocabularyMessage) -> Void = { _ in }
  ) throws -> Data {
    var message = VocabularyMessage(trained: [], NormalizerMessage(.identity), UnigramTrainer.Options())
    for (text, score, kind) in pieces {
      message.pieces.append(
        VocabularyMessage.Piece.with {
          $0.text = text
          $0.score = score
          $0.kind = kind
        })
    }
    change(&message)
    return try message.serializedBytes()
  }

  /// Swift takes canonically equivalent strings for equal; references do not.
  static func isSame(_ a: String, _ b: String) -> Bool { Array(a.utf8) == Array(b.utf8) }
}
