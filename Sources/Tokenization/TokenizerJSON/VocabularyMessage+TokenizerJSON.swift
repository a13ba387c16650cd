import Diagnostics

extension VocabularyMessage {
  /// Pieces that end or fill a sequence; a text never has them, whether a file lists them as special or not.
  private static let controls = ["<pad>", "</s>"]
  /// How far beyond the pieces an added token may lie.
  private static let widestGap = 1 << 16

  /// The SentencePiece model that the file stands for.
  ///
  /// Sentinels are control pieces at their own ids, and so are tokens that a user has added after the pieces:
  /// both are found before the search for pieces. Ids that nothing has are control pieces without use.
  /// - Throws: `JSONError`.
  init(_ file: TokenizerJSON) throws {
    self.init()
    pieces = file.pieces.enumerated().map { id, piece in
      Self.piece(piece.text, piece.score, Self.kind(id, piece.text, in: file))
    }
    for token in file.additions.sorted(by: { $0.id < $1.id }) { try add(token, after: file.pieces.count) }
    trainer.algorithm = .unigram
    trainer.byteFallback = file.fallsBackToBytes
    trainer.padID = -1
    trainer.endID = -1
    normalizer.compiledCharacterMap = file.rewriting.characterMap ?? .init()
    normalizer.addsLeadingSpace = true
    normalizer.removesExtraSpaces = file.rewriting.removesExtraSpaces
    normalizer.escapesSpaces = true
  }

  private static func kind(_ id: Int, _ text: String, in file: TokenizerJSON) -> Piece.Kind {
    if id == file.unknownID { return .unknown }
    if isControl(text) { return .control }
    return file.fallsBackToBytes && BytePiece.byte(of: text) != nil ? .byte : .normal
  }

  /// Whether a text never has the piece of this name, or has it as a sentinel.
  static func isControl(_ text: String) -> Bool {
    controls.contains(text) || Sentinels.number(named: text) != nil
  }

  private mutating func add(_ addition: TokenizerJSON.Addition, after end: Int) throws {
    let (id, token) = (addition.id, addition.token)
    guard (0..<end + Self.widestGap).contains(id) else {
      throw addition.field.invalid("a token with id \(id)", mustBe: "near the \(end) pieces")
    }
    if pieces.indices.contains(id) {
      let piece = pieces[id]
      guard Array(piece.text.utf8) == Array(token.text.utf8) else {
        throw addition.field.invalid(
          "'\(token.text)' with id \(id)", mustBe: "'\(piece.text)', which has that id")
      }
      guard id < end, piece.kind == .normal else { return }
      pieces[id].kind = token.isSpecial ? .control : .userDefined
    } else {
      while pieces.count < id {
        pieces.append(Self.piece("<no_piece_\(pieces.count)>", 0, .control))
      }
      pieces.append(Self.piece(token.text, 0, .control))
    }
  }
}
