import SwiftProtobuf

extension VocabularyMessage {
  /// The pieces before all others: padding, end of sequence, unknown, at T5's ids.
  static let controlNames = ["<pad>", "</s>", "<unk>"]

  /// The message of a trained vocabulary.
  init(
    trained pieces: [(text: String, score: Float)], _ normalization: NormalizerMessage,
    _ options: UnigramTrainer.Options
  ) {
    self.init()
    self.pieces = Self.controlPieces
    for piece in pieces { self.pieces.append(Self.piece(piece.text, piece.score, .normal)) }
    trainer = TrainerMessage(options)
    normalizer = normalization
  }

  /// The message of a byte-pair vocabulary whose pieces are in the order in which they are joined.
  init(joined pieces: [String], _ normalization: NormalizerMessage, _ options: BytePairTrainer.Options) {
    self.init()
    self.pieces = Self.controlPieces
    if options.fallsBackToBytes {
      self.pieces += (UInt8.min...UInt8.max).map { Self.piece(BytePiece.name(of: $0), 0, .byte) }
    }
    for (rank, text) in pieces.enumerated() { self.pieces.append(Self.piece(text, -Float(rank), .normal)) }
    trainer = TrainerMessage(options.division)
    trainer.algorithm = .bytePairEncoding
    trainer.byteFallback = options.fallsBackToBytes
    normalizer = normalization
  }

  private static var controlPieces: [Piece] {
    controlNames.enumerated().map { id, name in piece(name, 0, id == 2 ? .unknown : .control) }
  }

  /// A piece of the message.
  static func piece(_ text: String, _ score: Float, _ kind: Piece.Kind) -> Piece {
    Piece.with {
      $0.text = text
      $0.score = score
      $0.kind = kind
    }
  }
}

extension TrainerMessage {
  /// How a unigram vocabulary has been trained.
  fileprivate init(_ options: UnigramTrainer.Options) {
    self = TrainerMessage.with {
      $0.algorithm = .unigram
      $0.vocabularySize = Int32(clamping: options.vocabularySize)
      $0.characterCoverage = Float(options.characterCoverage)
      $0.maximumPieceLength = Int32(clamping: options.maximumPieceLength)
      $0.splitByScript = options.splitsPunctuation
      $0.splitByNumber = options.splitsPunctuation
      $0.splitByWhitespace = options.splitsOnSpaces
      $0.splitDigits = options.splitsDigits
      $0.padID = 0
      $0.endID = 1
      $0.unknownID = 2
      $0.startID = -1
    }
  }
}

extension NormalizerMessage {
  /// The message of T5's treatment of spaces, after the rules that a name stands for.
  init(_ normalization: UnigramTrainer.Options.Normalization) {
    self.init()
    name = normalization.rawValue
    if normalization == .nmtNFKC { compiledCharacterMap = CharacterRules.nmtNFKC.compiled() }
    addsLeadingSpace = true
    removesExtraSpaces = true
    escapesSpaces = true
  }
}
