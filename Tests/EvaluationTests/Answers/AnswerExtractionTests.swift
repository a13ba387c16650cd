import Instructions
import Testing

@testable import Evaluation

@Suite struct AnswerExtractionTests {
  /// An output, the answer in it under the two rules, and whether the phrase of the second is there.
  @Test(arguments: [
    ("blue", "blue", "blue", false),
    ("  two\n words\t", "two words", "two words", false),
    ("blue sky.", "blue sky.", "blue sky", false),
    ("", "", "", false),
    ("There are 3 and 4. The answer is 7.", "There are 3 and 4. The answer is 7.", "7", true),
    ("The answer is 7", "The answer is 7", "7", true),
    ("so the answer is blue  sky .", "so the answer is blue sky .", "blue sky", true),
    ("The answer is 1. No: the answer is 2.", "The answer is 1. No: the answer is 2.", "2", true),
    ("The answer is 3.5.", "The answer is 3.5.", "3.5", true),
    ("The answer is 3..", "The answer is 3..", "3.", true),
    ("The answer is", "The answer is", "", false),
    ("The answer is .", "The answer is .", "", false),
    ("The answer\nis 4", "The answer is 4", "4", true),
    ("The Answer Is 4", "The Answer Is 4", "The Answer Is 4", false),
    ("answer is answer is x", "answer is answer is x", "x", true),
    ("answer i", "answer i", "answer i", false),
    ("The answer is Zürich 東京.", "The answer is Zürich 東京.", "Zürich 東京", true),
    ("the answer isn't known", "the answer isn't known", "n't known", true),
  ])
  func answer_isRead(_ output: String, _ whole: String, _ afterAnswerIs: String, _ isFound: Bool) {
    #expect(AnswerExtraction.whole.read(output).text == whole)
    let reading = AnswerExtraction.afterAnswerIs.read(output)
    #expect(reading == AnswerRule.Reading(text: afterAnswerIs, isFound: isFound))
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
