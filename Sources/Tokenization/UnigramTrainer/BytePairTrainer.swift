import Foundation
import SwiftProtobuf

/// Trains a SentencePiece byte-pair vocabulary (Sennrich et al. 2016, "Neural Machine Translation of Rare
/// Words with Subword Units", section 3.2).
///
/// Words begin as characters; again and again the pair of pieces that stands most often side by side becomes
/// a piece. The result depends on the texts and options alone.
public struct BytePairTrainer: Sendable {
  /// What to train.
  public struct Options: Sendable, Equatable {
    /// The number of pieces in the file, with pad, end of sequence, unknown and bytes.
    public var vocabularySize = 8000
    /// The most characters (Unicode scalars) of a piece, its leading U+2581 included; 1...32.
    public var maximumPieceLength = 16
    /// Every digit is a piece of its own.
    public var splitsDigits = true
    /// Letters, digits and other characters never share a piece.
    public var splitsPunctuation = true
    /// The share of the texts' characters that get a piece, most frequent ones first; in 0...1.
    public var characterCoverage = 0.9995
    /// The other characters become the bytes of their UTF-8, each a piece, and not the unknown id.
    public var fallsBackToBytes = true
    /// How text is rewritten, here and by the vocabulary.
    public var normalization = UnigramTrainer.Options.Normalization.identity

    /// The options that the other values are changed from.
    public init(vocabularySize: Int = 8000) { self.vocabularySize = vocabularySize }

    /// The same as far as texts are divided by them.
    var division: UnigramTrainer.Options {
      var options = UnigramTrainer.Options(vocabularySize: vocabularySize)
      options.maximumPieceLength = maximumPieceLength
      options.splitsDigits = splitsDigits
      options.splitsPunctuation = splitsPunctuation
      options.characterCoverage = characterCoverage
      options.normalization = normalization
      return options
    }
  }

  /// What to train.
  public var options: Options

  /// Makes a trainer.
  public init(_ options: Options = Options()) { self.options = options }

  /// Trains on texts, each as if it stood there `count` times; they are read as `UnigramTrainer` reads them.
  /// - Returns: the bytes of a SentencePiece `.model` file: pad 0, end of sequence 1, unknown 2, the bytes if
  ///   text falls back to them, the joined pieces in the order in which they were made, then characters, the
  ///   most frequent first.
  /// - Throws: `TokenizerError.invalidTrainerOption`, `.tooFewPieces`.
  public func train(corpus: some Sequence<(text: String, count: Int)>) throws -> Data {
    let division = options.division
    try UnigramTrainer(division).checkOptions()
    let normalization = NormalizerMessage(options.normalization)
    let corpus = TrainingCorpus(try UnigramTrainer.normalized(corpus, by: normalization), division)
    let given = VocabularyMessage.controlNames.count + (options.fallsBackToBytes ? 256 : 0)
    let wanted = options.vocabularySize - given - corpus.alphabet.count
    guard wanted >= 0 else {
      throw TokenizerError.invalidTrainerOption(
        name: "vocabularySize",
        reason: "is \(options.vocabularySize), but the characters and bytes alone are "
          + "\(given + corpus.alphabet.count)")
    }
    var merging = PairMerging(corpus, longest: options.maximumPieceLength)
    var joined: [String] = []
    while joined.count < wanted {
      guard let piece = merging.next() else {
        throw TokenizerError.tooFewPieces(
          requested: options.vocabularySize, available: options.vocabularySize - wanted + joined.count)
      }
      joined.append(piece)
    }
    let pieces = joined + corpus.alphabet.map { String($0) }
    return try VocabularyMessage(joined: pieces, normalization, options).serializedBytes()
  }
}
