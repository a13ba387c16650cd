import Foundation
import Testing

@testable import Tokenization

@Suite struct ByteTokenizerTests {
  struct Reference: Decodable {
    var size: Int
    var first: Int32
    var last: Int32
    var encoded: [Fixture.Case]
    var decoded: [Fixture.Case]
  }

  @Test func `has ByT5's ids`() throws {
    let reference = try Fixture.json("bytes.json", Reference.self)
    let tokenizer = ByteTokenizer()
    #expect(tokenizer.vocabularySize == reference.size)
    #expect(tokenizer.encode("<extra_id_0><extra_id_124>") == [reference.first, reference.last])
    for item in reference.encoded {
      let text = try #require(item.text)
      #expect(tokenizer.encode(text) == item.ids, "\(text.debugDescription)")
      #expect(Fixture.isSame(tokenizer.decode(item.ids), text))
    }
    for item in reference.decoded { #expect(Fixture.isSame(tokenizer.decode(item.ids), item.decoded ?? "")) }
  }

  @Test func `loses nothing around sentinels`() {
    let tokenizer = ByteTokenizer()
    let text = " a <extra_id_0>  \n<extra_id_1><extra_id_125> <extra_id_00>é "
    #expect(tokenizer.decode(tokenizer.encode(text)) == text)
    #expect(tokenizer.encode("<extra_id_7>") == [266])
  }

  @Test func `skips ids that say nothing`() {
    let tokenizer = ByteTokenizer(sentinels: 2)
    #expect(tokenizer.vocabularySize == 261)
    #expect(tokenizer.decode([Int32.min, -1, 0, 1, 2, 100, 261, 384, .max]) == "a")
    #expect(tokenizer.piece(of: 261) == nil)
    #expect(tokenizer.piece(of: 260) == "<extra_id_1>")
    #expect((0..<5).map { tokenizer.piece(of: $0) } == ["<pad>", "</s>", "<unk>", "<0x00>", "<0x01>"])
    #expect(tokenizer.piece(of: 100) == "a")
    #expect(ByteTokenizer(sentinels: -5).vocabularySize == 259)
    #expect(ByteTokenizer(sentinels: .max).vocabularySize == 10_259)
  }

  @Test func `byte names`() {
    for byte in UInt8.min...UInt8.max { #expect(BytePiece.byte(of: BytePiece.name(of: byte)) == byte) }
    for name in ["<0x1>", "<0x1g>", "<0xab>", "0x0A", "<0x+1>", "<0x100>", "é", ""] {
      #expect(BytePiece.byte(of: name) == nil)
    }
  }
}
