import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct SentencePieceErrorTests {
  typealias Piece = (String, Float, VocabularyMessage.Piece.Kind)

  struct Broken: Sendable {
    var what: String
    var pieces: [Piece] = [("a", -1, .normal)]
    var change: @Sendable (inout VocabularyMessage) -> Void = { _ in }
    var expected: TokenizerError
  }

  static let broken: [Broken] = [
    Broken(
      what: "a piece twice", pieces: [("a", -1, .normal), ("b", -1, .normal), ("a", -2, .normal)],
      expected: .invalidPiece(source: "m", index: 5, reason: "'a' is already piece 3")),
    Broken(
      what: "an empty piece", pieces: [("", -1, .normal)],
      expected: .invalidPiece(source: "m", index: 3, reason: "the piece has no text")),
    Broken(
      what: "a zero byte", pieces: [("a\0", -1, .normal)],
      expected: .invalidPiece(source: "m", index: 3, reason: "the piece holds a zero byte")),
    Broken(
      what: "no score", pieces: [("a", .nan, .normal)],
      expected: .invalidPiece(
        source: "m", index: 3, reason: "the score of 'a' is nan; it must be a finite log probability")),
    Broken(
      what: "an infinite score", pieces: [("a", -.infinity, .normal)],
      expected: .invalidPiece(
        source: "m", index: 3, reason: "the score of 'a' is -inf; it must be a finite log probability")),
    Broken(
      what: "two unknown pieces", pieces: [("a", -1, .normal), ("u", 0, .unknown)],
      expected: .invalidPiece(source: "m", index: 4, reason: "'u' is unknown, but piece 2 is already")),
    Broken(
      what: "unused bytes", pieces: [("a", -1, .normal), ("<0x41>", 0, .byte)],
      expected: .invalidPiece(source: "m", index: 4, reason: "'<0x41>' is a byte, but the model uses none")),
    Broken(
      what: "a wrong byte", pieces: [("a", -1, .normal), ("<0x4g>", 0, .byte)],
      change: { $0.trainer.byteFallback = true },
      expected: .invalidPiece(source: "m", index: 4, reason: "'<0x4g>' names no byte")),
    Broken(
      what: "no bytes", change: { $0.trainer.byteFallback = true },
      expected: .missingPiece(source: "m", piece: "byte <0x00>")),
    Broken(what: "only control pieces", pieces: [], expected: .noPieces(source: "m")),
    Broken(what: "nothing", change: { $0.pieces.removeAll() }, expected: .noPieces(source: "m")),
    Broken(
      what: "no unknown", change: { $0.pieces.remove(at: 2) },
      expected: .missingPiece(source: "m", piece: "unknown")),
    Broken(
      what: "no pad",
      change: {
        $0.pieces[0].text = "<mask>"; $0.trainer.padID = -1
      },
      expected: .missingPiece(source: "m", piece: "pad")),
    Broken(
      what: "an end of sequence that is a letter",
      change: {
        $0.pieces[1].text = "<end>"; $0.trainer.endID = 3
      },
      expected: .missingPiece(source: "m", piece: "end-of-sequence")),
    Broken(
      what: "a word model", change: { $0.trainer.algorithm = .word },
      expected: .unsupportedAlgorithm(source: "m", algorithm: "word")),
  ]

  @Test(arguments: broken.indices)
  func `says what is wrong with a model`(index: Int) throws {
    let broken = Self.broken[index]
    let model = try Fixture.model(broken.pieces, broken.change)
    #expect(throws: broken.expected, "\(broken.what)") {
      try SentencePieceTokenizer(model: model, source: "m")
    }
    #expect(broken.expected.category == .data)
    #expect(broken.expected.description.hasPrefix("m: "))
  }

  @Test(arguments: [("bpe", "byte-pair encoding"), ("word", "word"), ("char", "character")])
  func `refuses other algorithms`(name: String, algorithm: String) throws {
    #expect(throws: TokenizerError.unsupportedAlgorithm(source: "m", algorithm: algorithm)) {
      try SentencePieceTokenizer(model: Fixture.data("\(name).model"), source: "m")
    }
  }

  @Test(arguments: [-1, 10_001, Int.max, Int.min])
  func `refuses absurd numbers of sentinels`(count: Int) throws {
    let model = try Fixture.model([("a", -1, .normal)])
    #expect(throws: TokenizerError.invalidSentinelCount(source: "m", count: count)) {
      try SentencePieceTokenizer(model: model, source: "m", sentinels: count)
    }
  }

  private static func smallModel() throws -> Data {
    let pieces: [Piece] = [
      ("\u{2581}", -2, .normal), ("\u{2581}T", -3.5, .normal), ("he", -3, .normal), ("é", -4, .normal),
      ("caf", -4, .normal), ("[M]", 0, .userDefined), ("old", -9, .unused),
    ]
    return try Fixture.model(pieces)
  }

  @Test func `a model cut short at any byte is an error or a smaller model`() throws {
    let model = try Self.smallModel()
    for length in 0..<model.count {
      do {
        let tokenizer = try SentencePieceTokenizer(model: model.prefix(length), source: "m")
        #expect(tokenizer.encode("The café").count > 0)
      } catch { #expect(error is TokenizerError) }
    }
  }

  @Test func `a model with any byte changed is an error or another model`() throws {
    let model = try Self.smallModel()
    for index in model.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = model
        changed[index] ^= flip
        do {
          let tokenizer = try SentencePieceTokenizer(model: changed, source: "m")
          _ = tokenizer.decode(tokenizer.encode("The café [M] 東 <extra_id_3> x"))
        } catch { #expect(error is TokenizerError) }
      }
    }
  }

  @Test func `bytes that are no model`() {
    for data in [
      Data("{\"model\": 1}".utf8), Data(), Data("The baker counts.\n".utf8), Data(repeating: 0xFF, count: 64),
      Data([0x0A, 0x03, 0x0A, 0x01, 0xFF]),
    ] {
      #expect(throws: TokenizerError.self) { try SentencePieceTokenizer(model: data, source: "m") }
    }
  }
}
