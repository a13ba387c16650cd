@testable import Evaluation
import Testing

@Suite struct AnswerRuleTests {
  /// An output, the answer under a rule, and whether it was found.
  @Test(
    arguments: [
      (.whole, " (A)\n", "(A)", true), (.whole, "a  b", "a  b", true), (.whole, " \n", "", false),
      (.firstLine, "\n yes \nQ: next", "yes", true), (.firstLine, "one\r\ntwo", "one", true),
      (.firstLine, "", "", false),
      (.afterAnswerIs, "So the answer is (B).", "(B)", true),
      (.afterAnswerIs, "the answer is 1. No, the answer is 24.\n", "24", true),
      (.afterAnswerIs, "So the answer is ] ] .", "] ] ", true),
      (.afterAnswerIs, "So the answer is 3..", "3.", true),
      (.afterAnswerIs, "So the answer is", "", false), (.afterAnswerIs, "So the answer is .", "", false),
      (.afterAnswerIs, "valid.", "valid", false), (.afterAnswerIs, "", "", false),
      (.afterAnswerIs, "the answer is Zürich 東京.", "Zürich 東京", true),
      (.flanChainOfThought, "Thus, the answer is (B).", "B", true),
      (.flanChainOfThought, "The final answer is: 12,", "12", true),
      (.flanChainOfThought, "The answer is x. Final answer: y.", "y", true),
      (.flanChainOfThought, "Reasons. Answer: yes?", "yes", true),
      (.flanChainOfThought, "just this.", "just this", false), (.flanChainOfThought, "", "", false),
      (.flanChainOfThought, "the answer is ()", "()", true),
      (.lastNumber, "She has 3 + 4 = 7 apples.", "7", true),
      (.lastNumber, "cuesta $1,234.50.", "1234.5", true), (.lastNumber, "none", "", false),
    ] as [(AnswerRule, String, String, Bool)])
  func answer_isRead(_ rule: AnswerRule, _ output: String, _ answer: String, _ isFound: Bool) {
    #expect(rule.read(output) == AnswerRule.Reading(text: answer, isFound: isFound))
  }

  @Test(
    arguments: [
      (.whole, " (B) ", "(B)"), (.flanChainOfThought, "(B)", "B"), (.flanChainOfThought, "B", "B"),
      (.afterAnswerIs, "(B)", "(B)"),
    ] as [(AnswerRule, String, String)])
  func target_hasTheFormOfAnswers(_ rule: AnswerRule, _ target: String, _ form: String) {
    #expect(rule.target(target) == form)
  }
}

@Suite struct ChoiceLetterTests {
  @Test(
    arguments: [
      ("(B)", "B"), ("B", "B"), ("b", "B"), ("B.", "B"), ("B) red", "B"), ("(B) red", "B"), (" C: x", "C"),
      ("A,", "A"), ("Because", nil), ("A cat", nil), ("(", nil), ("()", nil), ("(AB)", nil), ("", nil),
      ("3", nil),
      ("(3)", nil), ("É", nil),
    ] as [(String, String?)])
  func letter_isRead(_ answer: String, _ letter: String?) {
    #expect(ChoiceLetter.read(answer) == letter)
  }
}

@Suite struct NumericAnswerTests {
  @Test(
    arguments: [
      ("18", "18"), ("18.0", "18"), ("1,800", "1800"), ("1,8 and", "18"), ("007", "7"), ("0", "0"),
      ("-0", "0"),
      ("-3", "-3"), ("5-3", "3"), ("a -2.50", "-2.5"), ("−4", "-4"), ("4.", "4"), (".5", "5"), ("3,", "3"),
      ("1.2.3", "3"), ("উত্তর ১২", "12"), ("คำตอบคือ ๔๕", "45"), ("答えは８です", "8"), ("五", nil), ("", nil),
      ("-", nil), ("99999999999999999999999", "99999999999999999999999"),
    ] as [(String, String?)])
  func lastNumber(_ text: String, _ number: String?) {
    #expect(NumericAnswer.last(in: text) == number)
  }
}
