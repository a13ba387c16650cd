import Testing

@testable import Tokenization

@Suite struct WrittenTextTests {
  @Test func bytesLoseNothing() {
    for text in ["", "a … ½ { }", "日本語"] {
      let written = WrittenText(text, by: ByteTokenizer())
      #expect(written.text == text && written.unknownShare == 0 && written.lost.isEmpty)
      #expect(!written.isUnwritable)
    }
  }

  @Test func whatIsUnknownIsNamed() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let folded = WrittenText("Ｔhe  baker", by: tokenizer)
    #expect(folded.text == "The baker" && folded.unknownShare == 0 && !folded.isUnwritable)
    let partly = WrittenText("The baker {", by: tokenizer)
    #expect(partly.lost == ["{ U+007B"] && partly.unknownShare == 1 / 9.0 && !partly.isUnwritable)
    let wholly = WrittenText("{ { }", by: tokenizer)
    #expect(wholly.unknownShare == 1 && wholly.isUnwritable && wholly.lost == ["{ U+007B", "} U+007D"])
  }
}
