/// The pieces of a model, checked, by id.
struct PieceTable: Sendable {
  /// The sort of a piece.
  typealias Kind = VocabularyMessage.Piece.Kind

  let texts: [String]
  let kinds: [Kind]
  let scores: [Float]
  let padID: Int32
  let endOfSequenceID: Int32
  let unknownID: Int32
  /// The ids of the 256 byte pieces, if the model spells unknown characters by bytes.
  let byteIDs: [Int32]?

  /// More pieces than any model has; ids with sentinels stay far from the limits of `Int32`.
  static let maximumCount = 1 << 24
  /// Scores beyond this would make sums of them infinite.
  static let maximumScore: Float = 1e12

  /// Reads and checks the pieces of a model's message.
  /// - Throws: `TokenizerError`.
  init(_ message: VocabularyMessage, source: String) throws {
    guard message.pieces.count <= Self.maximumCount else {
      throw TokenizerError.notAModel(source: source, reason: "it lists \(message.pieces.count) pieces")
    }
    texts = message.pieces.map(\.text)
    kinds = message.pieces.map(\.kind)
    scores = message.pieces.map(\.score)
    try Self.check(message.pieces, source: source)
    let trainer = message.trainer
    byteIDs = try Self.byteIDs(of: message.pieces, areUsed: trainer.byteFallback, source: source)
    guard let unknown = kinds.firstIndex(of: .unknown) else {
      throw TokenizerError.missingPiece(source: source, piece: "unknown")
    }
    unknownID = Int32(unknown)
    padID = try Self.controlID(trainer.padID, "<pad>", "pad", texts, kinds, source)
    endOfSequenceID = try Self.controlID(trainer.endID, "</s>", "end-of-sequence", texts, kinds, source)
  }

  private static func check(_ pieces: [VocabularyMessage.Piece], source: String) throws {
    var seen: [[UInt8]: Int] = [:]
    var unknown: Int?
    for (index, piece) in pieces.enumerated() {
      func fail(_ reason: String) -> TokenizerError {
        .invalidPiece(source: source, index: index, reason: reason)
      }
      if piece.text.isEmpty { throw fail("the piece has no text") }
      if piece.text.utf8.contains(0) { throw fail("the piece holds a zero byte") }
      guard piece.score.isFinite, abs(piece.score) <= maximumScore else {
        throw fail("the score of '\(piece.text)' is \(piece.score); it must be a finite log probability")
      }
      // Bytes, not strings: Swift takes canonically equivalent strings for equal, SentencePiece does not.
      if let earlier = seen.updateValue(index, forKey: Array(piece.text.utf8)) {
        throw fail("'\(piece.text)' is already piece \(earlier)")
      }
      if piece.kind == .unknown {
        if let unknown { throw fail("'\(piece.text)' is unknown, but piece \(unknown) is already") }
        unknown = index
      }
    }
    guard pieces.contains(where: { $0.kind == .normal }) else {
      throw TokenizerError.noPieces(source: source)
    }
  }

  private static func byteIDs(
    of pieces: [VocabularyMessage.Piece], areUsed: Bool, source: String
  ) throws -> [Int32]? {
    var ids = [Int32](repeating: -1, count: 256)
    for (index, piece) in pieces.enumerated() where piece.kind == .byte {
      guard areUsed, let byte = BytePiece.byte(of: piece.text) else {
        let reason =
          areUsed ? "'\(piece.text)' names no byte" : "'\(piece.text)' is a byte, but the model uses none"
        throw TokenizerError.invalidPiece(source: source, index: index, reason: reason)
      }
      ids[Int(byte)] = Int32(index)
    }
    if !areUsed { return nil }
    if let byte = ids.firstIndex(of: -1) {
      throw TokenizerError.missingPiece(source: source, piece: "byte \(BytePiece.name(of: UInt8(byte)))")
    }
    return ids
  }

  /// The id that the model declares, or else that of the control piece with the usual name.
  private static func controlID(
    _ declared: Int32, _ name: String, _ what: String, _ texts: [String], _ kinds: [Kind], _ source: String
  ) throws -> Int32 {
    if kinds.indices.contains(Int(declared)), kinds[Int(declared)] == .control { return declared }
    for index in kinds.indices where kinds[index] == .control && texts[index] == name { return Int32(index) }
    throw TokenizerError.missingPiece(source: source, piece: what)
  }
}
