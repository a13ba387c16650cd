import Foundation
import Testing

@testable import Tokenization

@Suite struct CharacterMapTests {
  private static func map() throws -> Data {
    let model = try VocabularyMessage(model: Fixture.data("nmt_nfkc.model"), source: "m")
    return model.normalizer.compiledCharacterMap
  }

  private static func replacement(_ map: CharacterMap, _ text: String) -> String? {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      guard let rule = map.longestRule(in: bytes, at: 0), rule.length == bytes.count else { return nil }
      var found: [UInt8] = []
      map.forEachByte(ofReplacementAt: rule.replacement) { found.append($0) }
      return String(decoding: found, as: UTF8.self)
    }
  }

  @Test(arguments: [("Ａ", "A"), ("ﬁ", "fi"), ("\t", " "), ("①", "1"), ("e\u{301}", "\u{E9}"), ("㌔", "キロ")])
  func `replaces`(text: String, expected: String) throws {
    let map = try CharacterMap(Self.map())
    #expect(Self.replacement(map, text).map { Array($0.utf8) } == Array(expected.utf8))
  }

  @Test(arguments: ["a", "é", "東", "{"])
  func `leaves alone`(text: String) throws {
    #expect(try Self.replacement(CharacterMap(Self.map()), text) == nil)
  }

  @Test func `no damage to a map leads outside it`() throws {
    let map = try Self.map()
    let texts = ["Ａｂｃ e\u{301} ㌔ ﬁ", String(decoding: (UInt8(0)...255).map { $0 }, as: UTF8.self)]
    var state: UInt64 = 7
    for _ in 0..<12 {
      var changed = [UInt8](map)
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[Int(state >> 33) % changed.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      guard let map = try? CharacterMap(Data(changed)) else { continue }
      for text in texts {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
          for position in bytes.indices {
            guard let rule = map.longestRule(in: bytes, at: position) else { continue }
            map.forEachByte(ofReplacementAt: rule.replacement) { _ in }
          }
        }
      }
    }
  }

  @Test func `refuses sizes that do not fit, loops excepted`() throws {
    let map = try Self.map()
    for length in [1, 4, 5, 8, 100, map.count / 2] {
      #expect(throws: CharacterMap.Malformed.self) { try CharacterMap(map.prefix(length)) }
    }
    #expect(throws: CharacterMap.Malformed.self) { try CharacterMap(map.dropLast() + [0x41]) }
    #expect(throws: CharacterMap.Malformed.self) { try CharacterMap(map.dropLast(2) + [0xFF, 0]) }
    let model = try Fixture.model([("a", -1, .normal)]) {
      $0.normalizer.compiledCharacterMap = map.prefix(1000)
    }
    #expect(throws: TokenizerError.self) { try SentencePieceTokenizer(model: model, source: "m") }
  }

  @Test func `bytes that are no UTF-8 become replacement characters`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let output = GrowingBuffer<UInt8>(capacity: 1)
    [UInt8(ascii: "a"), 0xC3, 0x28, 0xE2, 0x82, 0xFF].withUnsafeBufferPointer {
      tokenizer.normalizer.normalize($0, into: output)
    }
    #expect(
      String(decoding: SpaceSymbol.expand(output.elements), as: UTF8.self)
        == "▁a\u{FFFD}(\u{FFFD}\u{FFFD}\u{FFFD}")
  }
}
