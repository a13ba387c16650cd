import Foundation
import Testing

@testable import Tokenization

@Suite struct CharacterRulesTests {
  private static let rules = CharacterRules.nmtNFKC

  /// The SentencePiece library compiled its `nmt_nfkc` into the fixture: every rule is here, and no other.
  @Test func `are those of the library`() throws {
    let model = try VocabularyMessage(model: Fixture.data("nmt_nfkc.model"), source: "m")
    let theirs = Self.sources(of: model.normalizer.compiledCharacterMap)
    let ours = Self.sources(of: Self.rules.compiled())
    #expect(theirs.count == 225_276 && Self.rules.replacements.count == 225_276)
    #expect(ours == theirs)
  }

  @Test func `compile into the same bytes every time, as small as the library's`() throws {
    let bytes = Self.rules.compiled()
    #expect(CharacterRules.nmtNFKC.compiled() == bytes)
    #expect(bytes.count < 245_000)
    // Readers want whole blocks of units.
    #expect(bytes[0] == 0 && bytes[1] & 3 == 0)
    // The library takes a root without an offset for a broken one.
    #expect(bytes[4] == 0 && bytes[5] >> 2 != 0)
    #expect(CharacterRules().compiled().isEmpty)
  }

  @Test(
    arguments: [
      ([0x41], nil), ([0xC5], nil), ([0x212B], [0xC5]), ([0x41, 0x30A], [0xC5]), ([0xFF21, 0x30A], [0xC5]),
      ([0xFF5E], nil), ([0x0A], [0x20]), ([0x07], []), ([0x1100, 0x1161, 0x11A8], [0xAC01]), ([0xAC01], nil),
      ([0x3131, 0xFFC2, 0x11A8], [0xAC01]), ([0x3314], [0x30AD, 0x30ED]), ([0x1D400], [0x41]),
      ([0x1D433], [0x7A]),
    ] as [(CharacterRules.Characters, CharacterRules.Characters?)])
  func `rewrite`(source: CharacterRules.Characters, expected: CharacterRules.Characters?) {
    #expect(Self.rules.replacements[source] == expected)
  }

  @Test(
    arguments: [
      [], [("a", 1)], [("a", 1), ("ab", 2), ("b", 1), ("bb", 2)],
      [("abc", 7), ("xbc", 7), ("xbd", 8), ("\u{10FFFF}", 9)],
    ] as [[(String, UInt32)]])
  func `automata and double arrays keep every key and no other`(entries: [(String, UInt32)]) {
    let automaton = ByteAutomaton(entries.map { .init(key: Array($0.0.utf8), value: $0.1) })
    // What "abc" and "xbc" have after "a" and "x" differs, but they end in the same state.
    #expect(Set(automaton.states).count == automaton.states.count)
    let units = DoubleArray(automaton).units
    #expect(units.count % 256 == 0)
    var found: [[UInt8]: UInt32] = [:]
    Self.walk(units, 0, []) { found[$0] = $1 }
    #expect(found == Dictionary(uniqueKeysWithValues: entries.map { (Array($0.0.utf8), $0.1) }))
  }

  @Test func `line breaks are spaces in a vocabulary that is trained by them`() throws {
    var options = UnigramTrainer.Options(vocabularySize: 9)
    options.characterCoverage = 1
    options.normalization = .nmtNFKC
    let texts = [(text: "ａｂ\nab\u{2003}ba", count: 3), (text: "ab", count: 9), (text: "①", count: 2)]
    let model = try UnigramTrainer(options).train(corpus: texts)
    let tokenizer = try SentencePieceTokenizer(model: model, source: "trained", sentinels: 0)
    #expect(tokenizer.encode("ab\n\n\tba\r\n1") == tokenizer.encode("ab ba 1"))
    #expect(tokenizer.normalize(" ﬁ\u{200B}ba\u{7}①\n") == "▁fi▁ba1")
    #expect(tokenizer.decode(tokenizer.encode("ab\nba 1")) == "ab ba 1")
    let pieces = (0..<Int32(12)).compactMap { tokenizer.piece(of: $0) }
    #expect(!pieces.contains { $0.contains("\n") || $0.contains("①") || $0.contains("ａ") })
  }

  /// The rules of a compiled map.
  private static func sources(of map: Data) -> [[UInt8]: [UInt8]] {
    let bytes = [UInt8](map)
    func word(_ index: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
    }
    let size = Int(word(0))
    let units = (0..<size / 4).map { word(4 + 4 * $0) }
    var rules: [[UInt8]: [UInt8]] = [:]
    walk(units, 0, []) { source, place in
      rules[source] = Array(bytes[(4 + size + Int(place))...].prefix { $0 != 0 })
    }
    return rules
  }

  /// Tells every key of a double array with its value.
  private static func walk(
    _ units: [UInt32], _ node: Int, _ key: [UInt8], _ tell: ([UInt8], UInt32) -> Void
  ) {
    let base = node ^ Int((units[node] >> 10) << ((units[node] & 512) >> 6))
    if units[node] & 256 != 0 { tell(key, units[base] & ~(1 << 31)) }
    for byte in 1...255 where (base ^ byte) < units.count && units[base ^ byte] & 0x8000_00FF == UInt32(byte)
    {
      walk(units, base ^ byte, key + [UInt8(byte)], tell)
    }
  }
}
