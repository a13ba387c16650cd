import Diagnostics
import Foundation
import Testing

@testable import Tokenization

/// More than ten thousand damaged files for each reader: every one either opens and then encodes and decodes, or is
/// refused with an error for the user.
@Suite struct VocabularyFuzzTests {
  private static let seeds = 0..<24
  private static let inputsPerSeed = 450
  private static let texts = [
    "The café", " a\u{301}\tＡ ﬁ  東😀", "[M] <extra_id_0>x<extra_id_3> ", "\u{2581}\0", "",
  ]

  /// A few dozen pieces of every kind, with rules.
  private static func message() throws -> VocabularyMessage {
    let rules = try VocabularyMessage(model: Fixture.data("rules.model"), source: "m")
    var message = VocabularyMessage(trained: [], NormalizerMessage(.identity), UnigramTrainer.Options())
    let pieces: [(String, Float, VocabularyMessage.Piece.Kind)] = [
      ("\u{2581}", -2, .normal), ("\u{2581}T", -3.5, .normal), ("he", -3, .normal), ("é", -4, .normal),
      ("caf", -4, .normal), ("[M]", 0, .userDefined), ("old", -9, .unused), ("東", -5, .normal),
    ]
    for (text, score, kind) in pieces { message.pieces.append(VocabularyMessage.piece(text, score, kind)) }
    for letter in "abcdefghijklmnopqrstuvwxyz" {
      message.pieces.append(VocabularyMessage.piece(String(letter), -6, .normal))
    }
    // Four of five bytes of the rules are the empty middle of the table: most damage should hit something.
    message.normalizer = rules.normalizer
    return message
  }

  private static func check(_ open: () throws -> SentencePieceTokenizer) -> Bool {
    do {
      let tokenizer = try open()
      for text in texts {
        let ids = tokenizer.encode(text)
        _ = tokenizer.decode(ids)
        for id in ids where id < 0 || Int(id) >= tokenizer.vocabularySize { Issue.record("\(id) is no id") }
      }
      _ = tokenizer.decode([0, 1, 2, 3, 8, 41, .max, .min])
      _ = tokenizer.piece(of: Int32(clamping: tokenizer.vocabularySize - 1))
      return true
    } catch {
      if !(error is any UserError) { Issue.record("\(error) is no error for the user") }
      return false
    }
  }

  @Test(arguments: seeds)
  func `protobuf`(seed: Int) throws {
    let original = [UInt8](try Self.message().serializedBytes() as Data)
    var mutation = Mutation(seed: UInt64(seed))
    let words: [[UInt8]] = [
      [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0x15, 0x00, 0x00, 0xC0, 0x7F], [0x18, 0x06], [0x18, 0x02], [0x12, 0x03, 0x18, 0x02, 0x00],
      Array("<0x41>".utf8), Array("<extra_id_0>".utf8), [0xB8, 0x02, 0x01],
    ]
    var opened = 0
    for _ in 0..<Self.inputsPerSeed {
      let bytes = Data(mutation.apply(to: original, words: words))
      if Self.check({ try SentencePieceTokenizer(model: bytes, source: "m", sentinels: 4) }) { opened += 1 }
    }
    // Neither all nor none: the changes are neither too small nor too large to find anything.
    #expect((Self.inputsPerSeed / 50..<Self.inputsPerSeed).contains(opened), "\(opened)")
  }

  private static func document() throws -> [UInt8] {
    let message = try message()
    let vocabulary = message.pieces.map { #"["\#($0.text)",\#($0.score)]"# }.joined(separator: ",")
    let added = [(0, "<pad>"), (1, "</s>"), (37, "<extra_id_0>"), (40, "<extra_id_1>"), (39, "<x>")]
    let rules = message.normalizer.compiledCharacterMap.base64EncodedString()
    return [UInt8](
      TokenizerJSONTests.document(
        vocabulary: vocabulary,
        added: "[\(added.map { TokenizerJSONTests.token($0.0, $0.1) }.joined(separator: ","))]",
        normalizer: #"""
          {"type":"Sequence","normalizers":[{"type":"Precompiled","precompiled_charsmap":"\#(rules)"},
          {"type":"Strip","strip_left":false,"strip_right":true},
          {"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"}]}
          """#))
  }

  @Test(arguments: seeds)
  func `tokenizer.json`(seed: Int) throws {
    let original = try Self.document()
    var mutation = Mutation(seed: UInt64(seed) &+ 1000)
    let words = [
      "null", "-1", "1e999", "99999999999999999999", "\"\"", "[]", "{}", "true", "\"Unigram\"", "\"BPE\"",
      "0", ",",
      "\\u0000", "\\ud800", "[[[[", "65000", "\"<extra_id_9999>\"", "\"Sequence\"", "2147483647", "37",
    ].map { Array($0.utf8) }
    var opened = 0
    for _ in 0..<Self.inputsPerSeed {
      let bytes = Data(mutation.apply(to: original, words: words))
      if Self.check({ try SentencePieceTokenizer(tokenizerJSON: bytes, source: "t") }) { opened += 1 }
    }
    #expect((Self.inputsPerSeed / 50..<Self.inputsPerSeed).contains(opened), "\(opened)")
  }
}
