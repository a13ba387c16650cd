import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct TokenizerJSONTests {
  /// Both generations of transformers wrote them from the same vocabularies.
  @Test(arguments: ["transformers4", "transformers5"], ["identity", "rules"])
  func `has the ids and the text of the spiece.model`(generation: String, name: String) throws {
    let model = try SentencePieceTokenizer(contentsOf: Fixture.path("\(name).model"))
    let path = Fixture.path("\(generation)/\(name).json")
    let tokenizer = try SentencePieceTokenizer(tokenizerJSON: path)
    #expect(tokenizer.vocabularySize == model.vocabularySize && tokenizer.sentinelCount == 100)
    #expect(tokenizer.padID == 0 && tokenizer.endOfSequenceID == 1 && tokenizer.unknownID == 2)
    for id in -1...Int32(model.vocabularySize) { #expect(tokenizer.piece(of: id) == model.piece(of: id)) }
    let cases = try #require(try Fixture.json("cases.json", [String: Fixture.Cases].self)["rules"])
    let sentinels = try Fixture.json("sentinels.json", [Fixture.Case].self)
    let texts = (cases.encoded + sentinels).compactMap(\.text)
    #expect(texts.count > 240)
    for text in texts {
      let ids = model.encode(text)
      #expect(tokenizer.encode(text) == ids, "\(text.debugDescription)")
      #expect(Fixture.isSame(tokenizer.decode(ids), model.decode(ids)), "\(text.debugDescription)")
    }
    for reference in cases.decoded {
      let ids = reference.ids
      #expect(Fixture.isSame(tokenizer.decode(ids), model.decode(ids)), "\(ids)")
    }
    #expect(tokenizer.files.map(\.name) == ["tokenizer.json"])
    let file = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(tokenizer.files.first?.bytes == LeadingSpace.turnedOn(in: file))
  }

  static func document(
    vocabulary: String = #"["<pad>",0],["</s>",0],["<unk>",0],["▁",-2],["a",-1],["b",-1.5],["▁ab",-3]"#,
    added: String = "[]", normalizer: String = "null",
    preTokenizer: String = #"{"type":"Metaspace","replacement":"▁","add_prefix_space":true}"#,
    model: String = #""type":"Unigram","unk_id":2"#
  ) -> Data {
    Data(
      """
      {"version": "1.0", "added_tokens": \(added), "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer),
       "post_processor": null, "decoder": null, "model": {\(model), "vocab": [\(vocabulary)]}}
      """.utf8)
  }

  static func token(_ id: Int, _ text: String, isSpecial: Bool = true) -> String {
    #"{"id":\#(id),"content":"\#(text)","special":\#(isSpecial)}"#
  }

  @Test func `sentinels are where the file has them`() throws {
    let added = "[\(Self.token(9, "<extra_id_0>")),\(Self.token(20, "<extra_id_1>")),\(Self.token(7, "<x>"))]"
    let tokenizer = try SentencePieceTokenizer(tokenizerJSON: Self.document(added: added), source: "t")
    #expect(tokenizer.vocabularySize == 21 && tokenizer.sentinelCount == 2)
    #expect(tokenizer.encode("ab<extra_id_0> a <extra_id_1>") == [6, 9, 3, 4, 20])
    #expect(tokenizer.decode([6, 9, 3, 4, 20, 8, 21, 0, 1]) == "ab <extra_id_0> a <extra_id_1>")
    #expect(tokenizer.piece(of: 20) == "<extra_id_1>" && tokenizer.piece(of: 21) == nil)
    // A token that a user has added after the pieces cuts the text.
    #expect(tokenizer.encode("a<x>b") == [3, 4, 7, 3, 5])
    #expect(tokenizer.decode([3, 4, 7, 3, 5]) == "a <x> b")
    #expect(tokenizer.decode([8]) == "")
  }

  @Test func `a file without sentinels has none`() throws {
    let tokenizer = try SentencePieceTokenizer(tokenizerJSON: Self.document(), source: "t")
    #expect(tokenizer.vocabularySize == 7 && tokenizer.sentinelCount == 0)
    #expect(!tokenizer.encode("<extra_id_0>").isEmpty)
    #expect(!tokenizer.encode("</s><pad>").contains { $0 < 2 })
  }

  @Test(arguments: [
    ("null", #"{"type":"Metaspace","replacement":"▁"}"#, false),
    (#"{"type":"Strip","strip_left":false,"strip_right":true}"#, "", true),
    (#"{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"}"#, "", true),
    (#"{"type":"Replace","pattern":{"String":" "},"content":"▁"}"#, "", false),
    (#"{"type":"Sequence","normalizers":[]}"#, "", false),
    (
      "null",
      #"{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁"}]}"#,
      true
    ),
    (#"{"type":"Precompiled","precompiled_charsmap":""}"#, "", false),
  ])
  func `tidies spaces where the file says so`(normalizer: String, preTokenizer: String, tidies: Bool) throws {
    let splitter = preTokenizer.isEmpty ? #"{"type":"Metaspace","replacement":"▁"}"# : preTokenizer
    let file = Self.document(normalizer: normalizer, preTokenizer: splitter)
    let tokenizer = try SentencePieceTokenizer(tokenizerJSON: file, source: "t")
    #expect(tokenizer.encode("a  a ") == (tidies ? [3, 4, 3, 4] : [3, 4, 3, 3, 4, 3]))
  }

  /// A vocabulary with all bytes spells unknown characters, also where the flag says no.
  @Test(arguments: ["", #","byte_fallback":true"#, #","byte_fallback":false"#, #","byte_fallback":null"#])
  func `spells unknown characters by bytes`(flag: String) throws {
    let bytes = (UInt8.min...UInt8.max).map { #"["\#(BytePiece.name(of: $0))",0]"# }.joined(separator: ",")
    let vocabulary = #"["<pad>",0],["</s>",0],["<unk>",0],\#(bytes),["▁",-2]"#
    let file = Self.document(vocabulary: vocabulary, model: #""type":"Unigram","unk_id":2"# + flag)
    let tokenizer = try SentencePieceTokenizer(tokenizerJSON: file, source: "t")
    #expect(tokenizer.encode("é") == [259, 3 + 0xC3, 3 + 0xA9])
    #expect(tokenizer.decode([259, 3 + 0xC3, 3 + 0xA9]) == "é")
  }

  @Test func `files of the first versions name no type`() throws {
    let tokenizer = try SentencePieceTokenizer(
      tokenizerJSON: Self.document(model: #""unk_id":2"#), source: "t")
    #expect(tokenizer.encode("ab") == [6])
  }
}
