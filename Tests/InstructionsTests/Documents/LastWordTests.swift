import Testing

@testable import Instructions

@Suite struct LastWordTests {
  private static let tokenizer = ByteTestTokenizer()
  private static let corruption = TextObjective.spanCorruption(SpanCorruption(sentinels: [300, 301]))

  private static func question(_ text: String, _ objective: TextObjective = .prefixLM, endsText: Bool = true)
    -> LastWord?
  {
    LastWord(
      TokenPair(inputs: tokenizer.encode(text), targets: [], endsText: endsText), by: objective,
      tokenizer: tokenizer)
  }

  @Test(arguments: [
    ("After owl comes cat.", "After owl comes ", "cat."), ("a b", "a ", "b"), ("one\ntwo", "one\n", "two"),
    ("ends in space ", "ends in ", "space"),
  ])
  func theLastWordIsAskedFor(_ text: String, _ given: String, _ word: String) throws {
    let question = try #require(Self.question(text))
    #expect(question.given == given && question.word == word)
    #expect(question.prompt == Self.tokenizer.encode(given) + [1])
  }

  @Test(arguments: ["", "word", " word ", "a " + String(repeating: "x", count: 17)])
  func whatHasNoLastWordIsNotAsked(_ text: String) { #expect(Self.question(text) == nil) }

  @Test func aTextThatGoesOnIsNotAsked() { #expect(Self.question("a b", endsText: false) == nil) }

  @Test func eachObjectiveAsksAsItTrains() throws {
    let given = Self.tokenizer.encode("a ")
    let mixture = TextObjective.mixture([
      Denoiser(Self.corruption, mode: ("[R]", [91])), Denoiser(.prefix(share: 0.25), mode: ("[S]", [93])),
    ])
    for (objective, prompt) in [
      (.prefixLM, given + [1]), (.causal, given + [1]), (Self.corruption, given + [300, 1]),
      (mixture, [93] + given + [1]),
      (.mixture([Denoiser(Self.corruption, mode: ("[R]", [91]))]), [91] + given + [300, 1]),
    ] as [(TextObjective, [Int32])] {
      #expect(Self.question("a b", objective)?.prompt == prompt, "\(objective.name)")
    }
  }

  @Test(arguments: [
    ("cat. And more", false, "cat."), ("", false, ""), ("  cat", false, "cat"), ("cat.", true, "cat."),
  ])
  func theFirstWordOfAnOutputIsTheAnswer(_ output: String, _ isMarked: Bool, _ answer: String) throws {
    let question = try #require(Self.question("a cat.", isMarked ? Self.corruption : .prefixLM))
    let ids = Self.tokenizer.encode(output)
    #expect(
      question.answer(isMarked ? [300] + ids + [301, 100] : ids, tokenizer: Self.tokenizer) == answer)
  }
}
