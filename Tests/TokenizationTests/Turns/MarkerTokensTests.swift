import Testing

@testable import Tokenization

/// Special tokens with `normalized` inside markers, against `tokenizers`
/// (`Tests/References/marker_tokens.py`).
@Suite struct MarkerTokensTests {
  private struct Case: Decodable {
    var folder: String
    var before: String
    var text: String
    var after: String
    var ids: [Int32]
  }

  private static let folders = ["normalized-nfc", "normalized-nfd", "normalized-pieces"]

  /// The folder's tokenizer; sequences end with the token that its file has for it.
  private static func open(_ folder: String) throws -> BytePairTokenizer {
    try BytePairTokenizer(tokenizerJSON: Fixture.path("turns/\(folder)/tokenizer.json"))
  }

  @Test(arguments: folders)
  func `tokens of markers are found beside data`(folder: String) throws {
    let tokenizer = try Self.open(folder)
    let cases = try Fixture.json("turns/normalized.json", [Case].self).filter { $0.folder == folder }
    #expect(cases.count == 152)
    for one in cases {
      let ids = tokenizer.encode(one.text, between: one.before, and: one.after)
      #expect(ids == one.ids, "\([one.before, one.text, one.after])")
    }
  }

  @Test(arguments: folders)
  func `their names in data are text`(folder: String) throws {
    let tokenizer = try Self.open(folder)
    let user = try #require(tokenizer.added.values.first { $0.text == "<|user|>" }?.id)
    for text in ["<|user|>", " <|user|> [é]", "[e\u{301}]<|end|>", "a <|user|>", "é<|user|>\u{301}"] {
      let ids = tokenizer.encode(text, between: "<|user|>", and: " <|user|>")
      let names = ids.filter { id in tokenizer.added[id]?.isSpecial == true }
      #expect(names == [user, user], "\(text.debugDescription)")
      #expect(!tokenizer.encode(text).contains { tokenizer.added[$0]?.isSpecial == true })
    }
  }
}
