import Foundation
import Testing

@testable import Tokenization

/// Byte-pair tokenizers against Hugging Face's `tokenizers` and the SentencePiece library (`Tests/References/byte_pair.py`).
@Suite struct BytePairParityTests {
  private struct Reference: Decodable {
    var texts: [String]
    var families: [String: Family]
    /// What the SentencePiece library says, by model.
    var models: [String: [[Int32]]]
  }

  private struct Family: Decodable {
    /// With special tokens found.
    var ids: [[Int32]]
    /// By the text's index, where they differ without.
    var plain: [String: [Int32]]
    /// By the text's index, what ids are decoded to where it is not the text.
    var decoded: [String: String]
    var drawn: [Drawn]
  }

  private struct Drawn: Decodable {
    var ids: [Int32]
    var text: String
    var marked: String
  }

  static let families = [
    "flags", "gemma", "gpt2", "llama2", "llama3", "metaspace", "mistral", "neox", "o200k", "qwen2", "qwen35",
    "smollm2", "tekken", "unknown",
  ]

  private static let reference = Result { try Fixture.json("bytepair/cases.json", Reference.self) }

  private static func open(_ name: String) throws -> BytePairTokenizer {
    try #require(try VocabularyFile.open(Fixture.path("bytepair/\(name)")) as? BytePairTokenizer)
  }

  @Test func `every family of the script is tried`() throws {
    let reference = try Self.reference.get()
    #expect(reference.families.keys.sorted() == Self.families && reference.texts.count > 150)
  }

  @Test(arguments: families)
  func `ids are those of the library`(name: String) throws {
    let reference = try Self.reference.get()
    let family = try #require(reference.families[name])
    let tokenizer = try Self.open("\(name).json")
    #expect(family.ids.count == reference.texts.count)
    for (index, text) in reference.texts.enumerated() {
      #expect(tokenizer.encodeMarked(text) == family.ids[index], "\(text.debugDescription)")
      let plain = family.plain["\(index)"] ?? family.ids[index]
      #expect(tokenizer.encode(text) == plain, "\(text.debugDescription)")
      // Words that were met before give the same.
      #expect(tokenizer.encode(text) == plain, "\(text.debugDescription)")
    }
  }

  @Test(arguments: families)
  func `texts of ids are those of the library`(name: String) throws {
    let reference = try Self.reference.get()
    let family = try #require(reference.families[name])
    let tokenizer = try Self.open("\(name).json")
    for (index, text) in reference.texts.enumerated() {
      let decoded = family.decoded["\(index)"] ?? text
      #expect(Fixture.isSame(tokenizer.decodeMarked(family.ids[index]), decoded), "\(text.debugDescription)")
    }
    #expect(family.drawn.count == 40)
    for drawn in family.drawn {
      #expect(Fixture.isSame(tokenizer.decode(drawn.ids), drawn.text), "\(drawn.ids)")
      #expect(Fixture.isSame(tokenizer.decodeMarked(drawn.ids), drawn.marked), "\(drawn.ids)")
    }
  }

  /// Names of special tokens are no text there: the library leaves them out.
  @Test(arguments: ["llama", "plain", "defined"])
  func `ids of a SentencePiece model are those of its library`(name: String) throws {
    let reference = try Self.reference.get()
    let expected = try #require(reference.models[name])
    let tokenizer = try Self.open("\(name).model")
    for (text, ids) in zip(reference.texts, expected) {
      #expect(tokenizer.encode(text) == ids, "\(text.debugDescription)")
    }
    #expect(tokenizer.encodeMarked("a</s>").last == tokenizer.endOfSequenceID)
    #expect(
      tokenizer.decode(tokenizer.encode("The  baker, 東京\n"))
        == (name != "plain" ? "The  baker, 東京\n" : tokenizer.decode(tokenizer.encode("The baker, 東京"))))
  }

  @Test(arguments: ["gpt2.json", "llama2.json", "llama.model", "neox.json"])
  func `long texts of any shape are encoded and come back`(name: String) throws {
    let tokenizer = try Self.open(name)
    for text in [
      String(repeating: "a", count: 20_000), String(repeating: " ", count: 9_000),
      String(repeating: "\n", count: 5_000),
      String(repeating: "中文", count: 4_000), String(repeating: "ab\u{301}", count: 3_000),
    ] {
      let ids = tokenizer.encode(text)
      #expect(tokenizer.decode(ids).unicodeScalars.count > 4_000 && tokenizer.encode(text) == ids)
    }
  }
}
