import Instructions
import Testing

@testable import Evaluation

@Suite struct AnswerExtractionTests {
  /// An output and the answer in it under the two rules.
  @Test(arguments: [
    ("blue", "blue", nil),
    ("  two\n words\t", "two words", nil),
    ("", "", nil),
    ("There are 3 and 4. The answer is 7.", "There are 3 and 4. The answer is 7.", "7"),
    ("The answer is 7", "The answer is 7", "7"),
    ("so the answer is blue  sky .", "so the answer is blue sky .", "blue sky"),
    ("The answer is 1. No: the answer is 2.", "The answer is 1. No: the answer is 2.", "2"),
    ("The answer is 3.5.", "The answer is 3.5.", "3.5"),
    ("The answer is 3..", "The answer is 3..", "3."),
    ("The answer is", "The answer is", ""),
    ("The answer is .", "The answer is .", ""),
    ("The answer\nis 4", "The answer is 4", "4"),
    ("The Answer Is 4", "The Answer Is 4", nil),
    ("answer is answer is x", "answer is answer is x", "x"),
    ("answer i", "answer i", nil),
    ("The answer is Zürich 東京.", "The answer is Zürich 東京.", "Zürich 東京"),
    ("the answer isn't known", "the answer isn't known", "n't known"),
  ])
  func answer_isRead(_ output: String, _ whole: String, _ afterAnswerIs: String?) {
    #expect(AnswerExtraction.whole.answer(in: output) == whole)
    #expect(AnswerExtraction.afterAnswerIs.answer(in: output) == afterAnswerIs)
  }

  @Test(arguments: [
    (PromptFormat.zeroShot, AnswerExtraction.whole), (.fewShot, .whole),
    (.zeroShotChainOfThought, .afterAnswerIs), (.fewShotChainOfThought, .afterAnswerIs),
  ])
  func ruleOfAFormat(_ format: PromptFormat, _ rule: AnswerExtraction) {
    #expect(AnswerExtraction(format) == rule)
  }

  @Test(
    arguments: [
      ("a b", ["a b"], true), ("a b", ["c", " a \n b "], true), ("A b", ["a b"], false), ("", ["a"], false),
      ("a", [], false), ("a.", ["a"], false), ("", [" "], true),
    ] as [(String, [String], Bool)])
  func match_isExactButForWhiteSpace(_ answer: String, _ references: [String], _ isMatch: Bool) {
    #expect(AnswerExtraction.isMatch(answer, references) == isMatch)
  }

  @Test func noAnswer_neverMatches() { #expect(!AnswerExtraction.isMatch(nil, ["", "a"])) }
}
