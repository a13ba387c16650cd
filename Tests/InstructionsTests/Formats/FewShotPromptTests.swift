import Testing
import Tokenization

@testable import Instructions

@Suite struct FewShotPromptTests {
  /// The longest prefix of exemplars that fits, by trying all.
  private static func expected(_ prompt: FewShotPrompt, _ budget: Int, _ tokenizer: any Tokenizer) -> Int? {
    (1...max(prompt.exemplars.count, 1)).reversed().first {
      $0 <= prompt.exemplars.count && tokenizer.encode(prompt.text($0)).count < budget
    }
  }

  private static func check(_ prompt: FewShotPrompt, _ budget: Int, _ tokenizer: any Tokenizer) {
    let fitted = prompt.fitted(to: budget, tokenizer)
    #expect(fitted?.exemplars == expected(prompt, budget, tokenizer), "\(prompt) in \(budget)")
    guard let fitted else { return }
    #expect(fitted.text == prompt.text(fitted.exemplars))
    #expect(fitted.ids == tokenizer.prompt(fitted.text))
  }

  @Test func everyBudgetKeepsTheLongestPrefix() throws {
    let vocabulary = try ShippedTemplatesTests.vocabulary()
    let separators = ["\n\n", " ;\n", "\n***\n", "|"]
    for (number, separator) in separators.enumerated() {
      for lengths in [[1], [3, 1], [1, 9, 1], [2, 2, 2, 2], [12, 1, 1]] {
        let exemplars = lengths.map {
          "Q: " + String(repeating: "the blue lamp and ", count: $0) + "one\nA: two" + separator
        }
        let prompt = FewShotPrompt(
          head: number == 0 ? "" : "Answer as shown.\n\n", exemplars: exemplars, query: "Q: what is it?\nA: ")
        for budget in 0...160 { Self.check(prompt, budget, vocabulary) }
        for budget in stride(from: 0, through: 400, by: 3) { Self.check(prompt, budget, ByteTestTokenizer()) }
      }
    }
  }

  @Test func withoutABudgetAllAreKept() {
    let prompt = FewShotPrompt(head: " ", exemplars: ["a ", "b "], query: "c ")
    #expect(prompt.fitted(to: nil, ByteTestTokenizer())?.exemplars == 2)
    #expect(prompt.fitted(to: nil, ByteTestTokenizer())?.text == "a b c")
    let none = FewShotPrompt(head: "", exemplars: [], query: "c")
    #expect(
      none.fitted(to: nil, ByteTestTokenizer()) == nil && none.fitted(to: 100, ByteTestTokenizer()) == nil)
  }

  @Test func strangeBudgetsFitNothing() {
    let prompt = FewShotPrompt(head: "", exemplars: ["a "], query: "c")
    for budget in [Int.min, -1, 0, 1] { #expect(prompt.fitted(to: budget, ByteTestTokenizer()) == nil) }
    #expect(prompt.fitted(to: .max, ByteTestTokenizer())?.exemplars == 1)
  }
}
