import Diagnostics
import JSON

/// What can be wrong with a vocabulary, or with the texts that one is to be trained on.
public enum TokenizerError: UserError, Equatable {
  /// The bytes are not a SentencePiece model.
  case notAModel(source: String, reason: String)
  /// The model is of another algorithm than its reader wants; `algorithm` is its name.
  case unsupportedAlgorithm(source: String, algorithm: String)
  /// The model lists no piece that text could be encoded with.
  case noPieces(source: String)
  /// The piece at `index` (its id) is invalid.
  case invalidPiece(source: String, index: Int, reason: String)
  /// The piece at `index` of a byte-pair model is marked as out of use, so that words which contain it would
  /// be cut again.
  case unusedPiece(source: String, index: Int, piece: String)
  /// The model lacks a piece that sequences need.
  case missingPiece(source: String, piece: String)
  /// The table of the model's normalizer is broken.
  case invalidCharacterMap(source: String, reason: String)
  /// A `tokenizer.json` file has something that T5's tokenizers do not have; `supported` are the values that
  /// can be read.
  case unsupportedPart(location: SourceLocation, found: String, supported: [String])
  /// A part of a `tokenizer.json` file of a byte-pair vocabulary is none that is known: `what` is its sort.
  case unknownPart(location: SourceLocation, what: String, found: String, known: [String])
  /// A regular expression of a `tokenizer.json` file is none of those that are known; `known` says whose
  /// these are.
  case unknownPattern(location: SourceLocation, pattern: String, known: String)
  /// No file says which token ends a sequence.
  case noEndOfSequence(source: String)
  /// A part of a `tokenizer.json` file is invalid.
  case invalidPart(location: SourceLocation, reason: String)
  /// A folder has a tokenizer of another kind: its class, where it is named, and its files.
  case otherTokenizer(folder: String, name: String?, files: [String])
  /// A line of a text is not UTF-8; `byte` is the place in the line, from 1, of the first byte that is wrong.
  case invalidText(location: SourceLocation, byte: Int, value: UInt8)
  /// The number of sentinels is negative or absurd.
  case invalidSentinelCount(source: String, count: Int)
  /// An option of the trainer is out of range.
  case invalidTrainerOption(name: String, reason: String)
  /// The texts do not give as many pieces as asked for.
  case tooFewPieces(requested: Int, available: Int)

  /// `.usage` for what the caller asked for, else `.data`.
  public var category: FailureCategory {
    switch self {
    case .invalidSentinelCount, .invalidTrainerOption: .usage
    default: .data
    }
  }

  /// The file, and the piece or field in it.
  public var location: SourceLocation? {
    switch self {
    case .notAModel(let source, _), .unsupportedAlgorithm(let source, _), .noPieces(let source),
      .missingPiece(let source, _), .invalidSentinelCount(let source, _), .noEndOfSequence(let source):
      SourceLocation(file: source)
    case .invalidPiece(let source, let index, _), .unusedPiece(let source, let index, _):
      SourceLocation(file: source, field: "pieces[\(index)]")
    case .invalidCharacterMap(let source, _): SourceLocation(file: source, field: "normalizer.character_map")
    case .unsupportedPart(let location, _, _), .unknownPart(let location, _, _, _),
      .unknownPattern(let location, _, _), .invalidPart(let location, _),
      .invalidText(let location, _, _):
      location
    case .otherTokenizer(let folder, _, _): SourceLocation(file: folder)
    case .invalidTrainerOption, .tooFewPieces: nil
    }
  }

  /// What is wrong, with the offending values.
  public var problem: String {
    switch self {
    case .notAModel(_, let reason): "is not a SentencePiece model: \(reason)"
    case .unsupportedAlgorithm(_, let algorithm):
      "is a \(algorithm) model; only unigram and byte-pair models can be read"
    case .noPieces: "the vocabulary holds no pieces"
    case .invalidPiece(_, _, let reason): reason
    case .unusedPiece(_, _, let piece):
      "the piece '\(piece)' is marked as out of use, which is not supported in byte-pair models"
    case .missingPiece(_, let piece): "the vocabulary has no \(piece) piece"
    case .invalidCharacterMap(_, let reason): "the normalizer's table is broken: \(reason)"
    case .unsupportedPart(_, let found, let supported):
      "is \(found), which is not supported; only \(Self.list(supported)) can be read"
    case .unknownPart(_, let what, let found, _): "the \(what) '\(found)' is not known"
    case .unknownPattern(_, let pattern, let known):
      "the pattern '\(pattern)' is not known; \(known) are, and a few short ones"
    case .noEndOfSequence: "no file says which token ends a sequence"
    case .invalidPart(_, let reason): reason
    case .otherTokenizer(_, let name, let files):
      "its tokenizer is \(([name ?? "of another kind"] + files).joined(separator: ", ")), which is not supported; "
        + "only SentencePiece unigram and byte-pair vocabularies and bytes are"
    case .invalidText(_, let byte, let value):
      "the line is not UTF-8: byte \(byte) is 0x\(String(value, radix: 16, uppercase: true))"
    case .invalidSentinelCount(_, let count):
      "\(count) sentinels were asked for; the number must be in 0...\(Sentinels.maximumCount)"
    case .invalidTrainerOption(let name, let reason): "\(name) \(reason)"
    case .tooFewPieces(let requested, let available):
      "a vocabulary of \(requested) pieces was asked for, but the texts give only \(available)"
    }
  }

  /// What to do about it.
  public var nextStep: String? {
    switch self {
    case .notAModel: "Name a SentencePiece '.model' file (T5's is 'spiece.model'), or the word 'bytes'."
    case .unsupportedAlgorithm: "Use a unigram or byte-pair vocabulary, or the word 'bytes'."
    case .noPieces, .invalidPiece, .invalidCharacterMap:
      "Copy the file anew from where it came; it may be damaged."
    case .unusedPiece: "Use the model's 'tokenizer.json' in place of the 'tokenizer.model'."
    case .missingPiece:
      "Train the vocabulary with pad, end-of-sequence and unknown pieces (T5 has them at 0, 1 and 2)."
    case .invalidSentinelCount: "T5 has 100 sentinels, ByT5 125."
    case .unsupportedPart: "Put the model's 'spiece.model' there, or name another folder."
    case .unknownPart(_, _, let found, let known):
      known.isEmpty
        ? "Name a folder whose tokenizer is of a known family." : NearestName.advice(for: found, in: known)
    case .unknownPattern: "Name a folder whose tokenizer is of a known family, or the word 'bytes'."
    case .noEndOfSequence: "Put the model's tokenizer_config.json with its 'eos_token' beside the file."
    case .invalidPart: "Copy the file anew from where it came; it may be damaged."
    case .otherTokenizer: "Name a model with a 'spiece.model', 'tokenizer.model' or 'tokenizer.json'."
    case .invalidText: "Convert the file to UTF-8."
    case .invalidTrainerOption: nil
    case .tooFewPieces(_, let available): "Ask for at most \(available) pieces, or give more text."
    }
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: names.count == 2 ? " or " : ", ")
  }

  /// The error about a field of a `tokenizer.json` file.
  static func unsupported(_ field: JSONField, _ found: String, supported: [String]) -> Self {
    let isWord = !found.contains(" ") || found.allSatisfy { $0 == " " }
    return .unsupportedPart(
      location: field.location, found: isWord ? "'\(found)'" : found, supported: supported)
  }
}
