import Foundation
import Testing

@testable import Tokenization

@Suite struct BytePairTrainerTests {
  private static let sentences = UnigramTrainerTests.sentences

  private static func train(
    _ size: Int, _ change: (inout BytePairTrainer.Options) -> Void = { _ in }
  ) throws -> Data {
    var options = BytePairTrainer.Options(vocabularySize: size)
    options.characterCoverage = 1
    change(&options)
    return try BytePairTrainer(options).train(corpus: sentences)
  }

  /// The tokenizer that a file with these bytes gives.
  private static func open(_ bytes: Data) throws -> BytePairTokenizer {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("tokenizer.model")
    try bytes.write(to: file)
    return try BytePairTokenizer(sentencePieceModel: file.path)
  }

  private static func pieces(_ bytes: Data) throws -> [VocabularyMessage.Piece] {
    try VocabularyMessage(model: bytes, source: "trained", algorithm: .bytePairEncoding).pieces
  }

  /// The words and counts of Sennrich et al. 2016, Algorithm 1.
  @Test func joinsTheMostFrequentPairsFirst() throws {
    let words = [("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)].map { (text: $0.0, count: $0.1) }
    var options = BytePairTrainer.Options(vocabularySize: 3 + 11 + 4)
    options.fallsBackToBytes = false
    options.characterCoverage = 1
    let pieces = try Self.pieces(BytePairTrainer(options).train(corpus: words))
    #expect(pieces.map(\.text).prefix(7) == ["<pad>", "</s>", "<unk>", "es", "est", "lo", "low"])
    #expect(pieces.dropFirst(3).map(\.score) == (0..<15).map { -Float($0) })
    // Ten letters and the space's sign.
    #expect(Set(pieces.suffix(11).map(\.text)) == Set("lowernstid\u{2581}".map { String($0) }))
  }

  @Test(arguments: [310, 330, 350])
  func losesNothing(_ size: Int) throws {
    let bytes = try Self.train(size)
    let tokenizer = try Self.open(bytes)
    #expect(tokenizer.vocabularySize == size)
    let texts = Self.sentences.filter { $0.count > 0 }.map(\.text) + ["Ωmega 🙂 never seen"]
    for text in texts {
      let words = text.split { $0 == " " || $0 == "\u{2581}" }.joined(separator: " ")
      #expect(tokenizer.decode(tokenizer.encode(text)) == words)
      #expect(!tokenizer.encode(text).contains(tokenizer.unknownID))
    }
    #expect(try Self.pieces(bytes).filter { $0.kind == .byte }.count == 256)
    #expect(try Self.train(size) == bytes)
  }

  @Test func keepsToItsOptions() throws {
    let pieces = try Self.pieces(Self.train(340) { $0.maximumPieceLength = 4 }).dropFirst(3)
    for piece in pieces where piece.kind == .normal {
      #expect(piece.text.unicodeScalars.count <= 4)
      #expect(!piece.text.dropFirst().contains("\u{2581}"))
    }
    #expect(Set(pieces.map(\.text)).count == pieces.count)
    let mixed = try Self.pieces(
      Self.train(360) {
        $0.splitsDigits = false
        $0.splitsPunctuation = false
      })
    #expect(mixed.contains { $0.text.contains("12") })
    let rare = try Self.open(
      Self.train(60) {
        $0.fallsBackToBytes = false
        $0.characterCoverage = 0.97
      })
    #expect(rare.encode("東").contains(rare.unknownID))
  }

  @Test func refusesWhatCannotBe() {
    #expect(throws: TokenizerError.self) { try Self.train(270) }
    #expect(throws: TokenizerError.self) { try Self.train(5000) }
    #expect(throws: TokenizerError.self) { try Self.train(400) { $0.maximumPieceLength = 0 } }
    #expect(throws: TokenizerError.self) { try Self.train(400) { $0.characterCoverage = 2 } }
  }
}

/// Trained vocabularies as the sentencepiece library reads them: Tests/References/trained_vocabularies.py gives
/// it the files in Fixtures/trained and writes what it makes of texts.
@Suite struct TrainedVocabularyTests {
  private struct Reference: Decodable {
    struct Text: Decodable {
      var text: String
      var ids: [Int32]
      var decoded: String
    }

    var size: Int
    var texts: [Text]
  }

  static let files = ["unigram.model", "bpe.model"]

  private static func trained(_ file: String) throws -> Data {
    if file == "bpe.model" {
      var options = BytePairTrainer.Options(vocabularySize: 340)
      options.characterCoverage = 1
      return try BytePairTrainer(options).train(corpus: UnigramTrainerTests.sentences)
    }
    var options = UnigramTrainer.Options(vocabularySize: 62)
    options.characterCoverage = 1
    return try UnigramTrainer(options).train(corpus: UnigramTrainerTests.sentences)
  }

  @Test(arguments: files)
  func bytesAreThoseThatTheLibraryHasRead(_ file: String) throws {
    let bytes = try Self.trained(file)
    guard let known = try? Fixture.data("trained/\(file)"), known == bytes else {
      let proposal = FileManager.default.temporaryDirectory.appendingPathComponent("flan-train-\(file)")
      try bytes.write(to: proposal)
      Issue.record(
        "the trainer writes other bytes, now in \(proposal.path); copy them to Fixtures/trained and run the script"
      )
      return
    }
  }

  @Test(arguments: files)
  func textsAreTheLibrarysIDs(_ file: String) throws {
    let references = try Fixture.json("trained_vocabularies.json", [String: Reference].self)
    let reference = try #require(references[file])
    let path = Fixture.path("trained/\(file)")
    let tokenizer: any Tokenizer =
      file == "bpe.model"
      ? try BytePairTokenizer(sentencePieceModel: path)
      : try SentencePieceTokenizer(model: Fixture.data("trained/\(file)"), source: path, sentinels: 0)
    #expect(tokenizer.vocabularySize == reference.size && reference.texts.count > 8)
    for text in reference.texts {
      #expect(tokenizer.encode(text.text) == text.ids, "\(text.text)")
      #expect(tokenizer.decode(text.ids.filter { $0 != tokenizer.unknownID }) == text.decoded)
    }
  }
}
