import Testing

@testable import Tokenization

/// Where targets go on in the sequence of their prompts.
@Suite struct BytePairTargetsTests {
  private static func open(_ folder: String) throws -> BytePairTokenizer {
    try #require(try VocabularyFile.open(Fixture.path("turns/\(folder)")) as? BytePairTokenizer)
  }

  /// A prompt, its target, and the text whose ids follow the prompt's.
  @Test(arguments: [
    ("Answer:", "yes", " yes"), ("Answer:", " yes", " yes"), ("Answer:\n", "yes", "yes"),
    ("Answer: ", "yes", "yes"),
    ("", "yes", "yes"), ("Answer:", "", ""), ("a\u{00A0}", "b", "b"), ("Frage?", "é", " é"),
  ])
  func aSpaceLiesBetweenWords(prompt: String, target: String, written: String) throws {
    let tokenizer = try Self.open("chatml").continuingPrompts
    let ids = tokenizer.target(target, after: prompt)
    #expect(tokenizer.continuesPrompts && ids == tokenizer.encode(written) + [tokenizer.endOfSequenceID])
    #expect(tokenizer.answer(ids) == (target.first == " " ? String(target.dropFirst()) : target))
  }

  /// An encoder's prompts are sequences of their own.
  @Test func otherwiseATargetIsWrittenAsItIs() throws {
    let tokenizer = try Self.open("chatml")
    #expect(!tokenizer.continuesPrompts && tokenizer.answer(tokenizer.encode(" yes")) == " yes")
    #expect(
      tokenizer.target("yes", after: "Answer:") == tokenizer.encode("yes") + [tokenizer.endOfSequenceID])
  }

  /// A vocabulary that puts a space before every text has one before a target too, and none writes two.
  @Test func aSpaceOfTheVocabularysOwnIsEnough() throws {
    let tokenizer = try Self.open("zephyr")
    #expect(!tokenizer.continuingPrompts.continuesPrompts)
    #expect(!ByteTokenizer().continuingPrompts.continuesPrompts)
    let first = try #require(tokenizer.continuingPrompts.target("yes", after: "Answer:").first)
    #expect(try #require(tokenizer.piece(of: first)).hasPrefix("▁"))
  }

  /// Behind a family's markers a target is no next word.
  @Test func turnsNeedNoSpace() throws {
    let tokenizer = try Self.open("chatml").continuingPrompts.with(
      TurnFormat.Family.chatML.markers, at: .init(file: "recipe.json"))
    #expect(!tokenizer.continuesPrompts)
    #expect(
      tokenizer.target("yes", after: "Answer:") == tokenizer.encode("yes") + [tokenizer.endOfSequenceID])
  }
}
