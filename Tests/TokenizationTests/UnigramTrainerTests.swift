import Foundation
import Testing

@testable import Tokenization

@Suite struct UnigramTrainerTests {
  static let sentences: [(text: String, count: Int)] = {
    var sentences: [(text: String, count: Int)] = [
      ("  remembering\nrivers  and counting\tgardens", 2), ("café naïve 東京", 1), ("skipped", 0),
      ("not here", -3),
      ("{braces}\u{2581}and\u{2581}marks", 9), (String(repeating: "long", count: 40), 1), ("", 4), ("   ", 4),
    ]
    for (count, subject) in ["the baker", "the gardener", "her neighbour", "a captain"].enumerated() {
      for verb in ["counts", "remembers", "repairs", "carries"] {
        for object in ["12 pears", "the lanterns", "340 stamps", "the river stones"] {
          sentences.append(("\(subject) \(verb) \(object)", count + 1))
        }
      }
    }
    return sentences
  }()

  static func train(
    _ size: Int, _ change: (inout UnigramTrainer.Options) -> Void = { _ in }
  ) throws -> SentencePieceTokenizer {
    var options = UnigramTrainer.Options(vocabularySize: size)
    options.characterCoverage = 1
    change(&options)
    return try SentencePieceTokenizer(
      model: UnigramTrainer(options).train(corpus: sentences), source: "trained", sentinels: 0)
  }

  private static func pieces(_ tokenizer: SentencePieceTokenizer) -> [String] {
    (0..<Int32(tokenizer.vocabularySize)).compactMap { tokenizer.piece(of: $0) }
  }

  @Test(arguments: [50, 60, 65])
  func `gives as many pieces as asked for and loses nothing`(size: Int) throws {
    let tokenizer = try Self.train(size)
    #expect(tokenizer.vocabularySize == size)
    #expect(Self.pieces(tokenizer).prefix(3) == ["<pad>", "</s>", "<unk>"])
    for (text, count) in Self.sentences where count > 0 {
      let words = text.split { $0 == " " || $0 == "\u{2581}" }.joined(separator: " ")
      #expect(tokenizer.decode(tokenizer.encode(text)) == words)
      #expect(!tokenizer.encode(text).contains(tokenizer.unknownID))
    }
    #expect(tokenizer.encode("the lanterns").count < 11)
  }

  @Test func `writes the same bytes every time, in whatever order the texts come`() throws {
    let options = UnigramTrainer.Options(vocabularySize: 60)
    let first = try UnigramTrainer(options).train(corpus: Self.sentences)
    #expect(try UnigramTrainer(options).train(corpus: Self.sentences) == first)
    #expect(try UnigramTrainer(options).train(corpus: Self.sentences.reversed()) == first)
  }

  @Test func `keeps to its options`() throws {
    let tokenizer = try Self.train(64)
    for piece in Self.pieces(tokenizer).dropFirst(3) where piece.unicodeScalars.count > 1 {
      #expect(!piece.dropFirst().contains("\u{2581}"))
      #expect(!piece.contains { $0.isLetter } || !piece.contains { "{}".contains($0) })
      #expect(!piece.contains { $0.isNumber || $0.isNewline || $0 == "\t" })
      #expect(piece.unicodeScalars.count <= 16)
    }
    let mixed = try Self.train(64) { $0.splitsPunctuation = false }
    #expect(Self.pieces(mixed).contains { $0.contains("{") && $0.contains("b") })
    let short = try Self.train(60) { $0.maximumPieceLength = 3 }
    #expect(Self.pieces(short).dropFirst(3).allSatisfy { $0.unicodeScalars.count <= 3 })
    let numbers = try Self.train(64) { $0.splitsDigits = false }
    #expect(Self.pieces(numbers).contains { $0.contains("12") })
    let phrases = try Self.train(64) { $0.splitsOnSpaces = false }
    #expect(Self.pieces(phrases).contains { $0.dropFirst().contains("\u{2581}") && $0.count > 2 })
  }

  @Test func `leaves rare characters out`() throws {
    let tokenizer = try Self.train(40) { $0.characterCoverage = 0.97 }
    #expect(tokenizer.encode("東").contains(tokenizer.unknownID))
    #expect(!tokenizer.encode("the").contains(tokenizer.unknownID))
  }

  @Test func `holds what is required`() throws {
    let required = ["pears", "no such words", "7", "\u{2581}the", "a", "a", "é"]
    let pieces = try Self.pieces(Self.train(67) { $0.requiredPieces = required })
    for piece in ["pears", "no\u{2581}such\u{2581}words", "7", "\u{2581}the", "a"] {
      #expect(pieces.filter { $0 == piece }.count == 1, "\(piece)")
    }
  }

  @Test func `refuses what cannot be`() throws {
    #expect(
      throws: TokenizerError.invalidTrainerOption(
        name: "vocabularySize", reason: "is 3; it must be in 4...16777216")
    ) {
      try Self.train(3)
    }
    #expect(throws: TokenizerError.self) { try Self.train(20) }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.maximumPieceLength = 0 } }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.maximumPieceLength = 33 } }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.characterCoverage = .nan } }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.seedCount = -1 } }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.requiredPieces = [""] } }
    #expect(throws: TokenizerError.self) { try Self.train(50) { $0.requiredPieces = ["</s>"] } }
    let error = #expect(throws: TokenizerError.self) { try Self.train(5000) }
    guard case .tooFewPieces(5000, let available) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try Self.train(available).vocabularySize == available)
    let none: [(text: String, count: Int)] = []
    #expect(throws: TokenizerError.tooFewPieces(requested: 9, available: 3)) {
      try UnigramTrainer(UnigramTrainer.Options(vocabularySize: 9)).train(corpus: none)
    }
  }

  @Test(arguments: [1.0, 2, 0.5, 1e-9, 123_456.789, 0x1p-30, 0x1p60, 1.414_213_562_373_095_1])
  func `natural logarithm`(x: Double) {
    #expect(abs(NaturalLogarithm.of(x) - Foundation.log(x)) <= 4e-16 * max(1, abs(Foundation.log(x))))
  }
}
