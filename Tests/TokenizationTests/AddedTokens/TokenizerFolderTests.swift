import Foundation
import Testing

@testable import Tokenization

/// Vocabularies in folders: sentinels, added tokens, other names. `exports.py` holds exports against transformers.
@Suite struct TokenizerFolderTests {
  private static func open(
    _ files: [String: String], model: String = "spiece.model"
  ) throws -> any Tokenizer {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("TokenizerFolder-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if !model.isEmpty { try Fixture.data("rules.model").write(to: folder.appendingPathComponent(model)) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    return try VocabularyFile.open(folder.path)
  }

  private static func pieces() throws -> Int {
    try SentencePieceTokenizer(contentsOf: Fixture.path("rules.model"), sentinels: 0).vocabularySize
  }

  @Test(arguments: [
    ("{}", 100), (#"{"extra_ids": 200}"#, 200), (#"{"extra_ids": 0}"#, 0), (#"{"extra_ids": 3}"#, 3),
  ])
  func `sentinels are as many as the folder says`(configuration: String, count: Int) throws {
    let tokenizer = try Self.open(["tokenizer_config.json": configuration])
    let size = try Self.pieces()
    #expect(tokenizer.vocabularySize == size + count && tokenizer.sentinelCount == count)
    if count > 0 { #expect(tokenizer.encode("<extra_id_0>") == [Int32(size + count - 1)]) }
  }

  @Test func `added tokens have their ids and cut the text`() throws {
    let size = try Self.pieces()
    let tokenizer = try Self.open(["added_tokens.json": "{\"<ORG>\": \(size + 100), \"<NL>\": \(size + 101)}"]
    )
    let (organization, line) = (Int32(size + 100), Int32(size + 101))
    #expect(tokenizer.vocabularySize == size + 102)
    let expected = tokenizer.encode("The baker") + [organization] + tokenizer.encode("hides") + [line]
    #expect(tokenizer.encode("The baker <ORG> hides <NL>") == expected)
    #expect(tokenizer.decode(expected) == "The baker <ORG> hides <NL>")
    #expect(tokenizer.addedTokens.map(\.text).sorted() == ["<NL>", "<ORG>"])
  }

  /// Version 5 of transformers writes added tokens there alone.
  @Test func `a tokenizer.json beside the model adds its tokens`() throws {
    let size = try Self.pieces()
    let tokens = [(2, "<unk>"), (size + 99, "<extra_id_0>"), (size + 100, "<ORG>"), (size + 101, "<NL>")]
    let list = tokens.map { "{\"id\": \($0.0), \"content\": \"\($0.1)\", \"normalized\": true}" }
    let rest = String(repeating: "x", count: 1 << 20)
    let json = "{\"added_tokens\": [\(list.joined(separator: ","))], \"model\": \"\(rest)\"}"
    let tokenizer = try Self.open(["tokenizer.json": json, "added_tokens.json": "{\"<NL>\": \(size + 101)}"])
    #expect(tokenizer.addedTokens.map(\.text).sorted() == ["<NL>", "<ORG>"])
    #expect(tokenizer.encode("a <ORG> a").contains(Int32(size + 100)) && tokenizer.sentinelCount == 100)
  }

  @Test(arguments: ["{}", "[]", "", "{\"added_tokens\": 1}", "{\"added_tokens\": [1, {}", "\u{0}"])
  func `what a tokenizer.json beside the model is does not matter`(json: String) throws {
    let tokenizer = try Self.open(["tokenizer.json": json])
    #expect(try tokenizer.addedTokens.isEmpty && tokenizer.vocabularySize == Self.pieces() + 100)
  }

  @Test(arguments: ["sentencepiece.model", "tokenizer.model", "mine.model"])
  func `a model may have another name`(name: String) throws {
    #expect(try Self.open([:], model: name).files.map(\.name) == ["spiece.model"])
  }

  @Test func `another tokenizer is named`() {
    let files = ["tokenizer_config.json": #"{"tokenizer_class": "BertTokenizer"}"#, "vocab.txt": "[PAD]"]
    let error = #expect(throws: TokenizerError.self) { try Self.open(files, model: "") }
    #expect(error?.description.contains("BertTokenizer, vocab.txt") == true)
  }

  @Test func `a written tokenizer.json gives the same ids`() throws {
    let model = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let json = try #require(try model.tokenizerJSON())
    let read = try SentencePieceTokenizer(tokenizerJSON: json, source: "t")
    #expect(read.vocabularySize == model.vocabularySize && read.sentinelCount == 100)
    for text in ["The baker\n\ncounts  2 maps", "Ａ ﬁ é <extra_id_3> x<extra_id_0>", "東京"] {
      #expect(read.encode(text) == model.encode(text), "\(text)")
    }
  }
}
