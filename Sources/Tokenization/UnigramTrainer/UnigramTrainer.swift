import Foundation
import SwiftProtobuf

/// Trains a SentencePiece unigram vocabulary (Kudo 2018, "Subword Regularization", section 3.2).
///
/// Seed pieces are the most frequent substrings; expectation maximization fits their probabilities; then,
/// again and again, the pieces whose loss would cost the likelihood of the texts least are dropped, and the
/// rest is fitted anew. The result depends on the texts and options alone: all arithmetic is plain sums and
/// products in a fixed order, without the system's math library, so that every machine writes the same bytes.
public struct UnigramTrainer: Sendable {
  /// What to train.
  public struct Options: Sendable, Equatable {
    /// How text is rewritten before it is cut into pieces, by the names that SentencePiece gives to its
    /// rules.
    public enum Normalization: String, Sendable, CaseIterable {
      /// As it is, but for spaces: line breaks, tabs and other control characters are characters like any
      /// other.
      case identity
      /// T5's: NFKC, and every white space a space (`CharacterRules.nmtNFKC`).
      case nmtNFKC = "nmt_nfkc"
    }

    /// The number of pieces in the file, with pad, end of sequence and unknown.
    public var vocabularySize = 8000
    /// The most characters (Unicode scalars) of a piece, its leading U+2581 included; 1...32.
    public var maximumPieceLength = 16
    /// Pieces never reach over a space; each word starts with U+2581.
    public var splitsOnSpaces = true
    /// Every digit is a piece of its own.
    public var splitsDigits = true
    /// Letters, digits and other characters never share a piece, so that `day` and `day.` begin alike.
    public var splitsPunctuation = true
    /// The share of the texts' characters that get a piece, most frequent ones first; in 0...1. The others
    /// become the unknown id.
    public var characterCoverage = 0.9995
    /// Pieces that the vocabulary must hold, found in the texts or not; a space in them stands for U+2581.
    public var requiredPieces: [String] = []
    /// How text is rewritten, here and by the vocabulary.
    public var normalization = Normalization.identity
    /// The number of substrings to start from.
    public var seedCount = 200_000

    /// The options that the other values are changed from.
    public init(vocabularySize: Int = 8000) { self.vocabularySize = vocabularySize }
  }

  /// What to train.
  public var options: Options

  /// Makes a trainer.
  public init(_ options: Options = Options()) { self.options = options }

  /// The share of pieces that survives a round of pruning.
  private static let survivingShare = 0.75
  /// Pruning stops this far above the wanted size; the best of the rest are taken by probability.
  private static let slack = 1.1
  /// Rounds of expectation maximization between prunings.
  private static let fittingRounds = 2
  private static let controlPieces = 3

  /// Trains on texts, each as if it stood there `count` times.
  ///
  /// Texts are normalized as the options say; runs of spaces count as one, those at the ends as none. Line
  /// breaks, tabs and other control characters that the rules leave are pieces of their own.
  /// - Returns: the bytes of a SentencePiece `.model` file: pad 0, end of sequence 1, unknown 2, then pieces
  ///   from the most to the least probable.
  /// - Throws: `TokenizerError.invalidTrainerOption`, `.tooFewPieces`.
  public func train(corpus: some Sequence<(text: String, count: Int)>) throws -> Data {
    try checkOptions()
    let normalization = NormalizerMessage(options.normalization)
    let corpus = TrainingCorpus(try Self.normalized(corpus, by: normalization), options)
    let wanted = options.vocabularySize - Self.controlPieces
    var pieces = CandidatePieces(corpus, options)
    let kept = pieces.required.filter { $0 }.count
    guard kept <= wanted else {
      throw TokenizerError.invalidTrainerOption(
        name: "vocabularySize",
        reason: "is \(options.vocabularySize), but the characters and required pieces alone are \(kept)")
    }
    let target = Int(Double(wanted) * Self.slack)
    while true {
      for _ in 0..<Self.fittingRounds { pieces.fit(to: corpus) }
      let alive = pieces.aliveCount
      if alive <= target { break }
      pieces.prune(to: max(target, Int(Double(alive) * Self.survivingShare)), corpus)
    }
    let best = pieces.best(wanted, corpus)
    guard best.count == wanted else {
      throw TokenizerError.tooFewPieces(
        requested: options.vocabularySize, available: best.count + Self.controlPieces)
    }
    return try VocabularyMessage(trained: best, normalization, options).serializedBytes()
  }

  /// The texts as the vocabulary will see them.
  static func normalized(
    _ texts: some Sequence<(text: String, count: Int)>, by message: NormalizerMessage
  ) throws -> [(text: String, count: Int)] {
    if message.compiledCharacterMap.isEmpty { return Array(texts) }
    let normalizer = try Normalizer(message, spaceIsSuffix: false, protectedPieces: [], source: message.name)
    let output = GrowingBuffer<UInt8>(capacity: 1)
    return texts.map { text, count in
      var text = text
      text.withUTF8 { normalizer.normalize($0, into: output) }
      return (String(decoding: SpaceSymbol.expand(output.elements), as: UTF8.self), count)
    }
  }

  func checkOptions() throws {
    func check(_ isValid: Bool, _ name: String, _ reason: String) throws {
      if !isValid { throw TokenizerError.invalidTrainerOption(name: name, reason: reason) }
    }
    let sizes = Self.controlPieces + 1...PieceTable.maximumCount
    try check(
      sizes.contains(options.vocabularySize), "vocabularySize",
      "is \(options.vocabularySize); it must be in \(sizes.lowerBound)...\(sizes.upperBound)")
    let lengths = 1...TrainingCorpus.longestUnit
    try check(
      lengths.contains(options.maximumPieceLength), "maximumPieceLength",
      "is \(options.maximumPieceLength); it must be in \(lengths.lowerBound)...\(lengths.upperBound)")
    try check(
      options.characterCoverage >= 0 && options.characterCoverage <= 1, "characterCoverage",
      "is \(options.characterCoverage); it must be in 0...1")
    try check(options.seedCount >= 0, "seedCount", "is \(options.seedCount); it must not be negative")
    for piece in options.requiredPieces {
      try check(
        !piece.isEmpty && !piece.unicodeScalars.contains("\0"), "requiredPieces", "holds an unusable piece")
      try check(
        !VocabularyMessage.controlNames.contains(piece), "requiredPieces",
        "holds '\(piece)', which is always there")
    }
  }
}
