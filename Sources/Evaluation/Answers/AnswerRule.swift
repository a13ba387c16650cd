/// How the answer is read from an output, as a suite names it.
package enum AnswerRule: String, Sendable, CaseIterable {
  /// The whole output without white space at its ends: for answers without a rationale.
  case whole
  /// The first line that is not blank.
  case firstLine = "first-line"
  /// What follows the last `answer is`, stripped, then without one full stop. An output without the phrase is
  /// its own answer, as in BIG-Bench Hard's own scoring; this rule gives the published accuracies of the
  /// outputs stored there.
  case afterAnswerIs = "after-answer-is"
  /// FLAN's own parser of chains of thought (`take_cot_answer` of google-research/FLAN): one trailing mark is
  /// dropped; then comes what follows the last `answer is`, of that what follows the last `final answer`,
  /// `Final answer`, `answer:` and `Answer:`, without one mark at either end; `(B)` becomes `B`, in targets
  /// as well.
  case flanChainOfThought = "flan-cot"
  /// The last number, with thousands separators dropped: for arithmetic in any language.
  case lastNumber = "last-number"

  /// What a rule made of an output.
  package struct Reading: Sendable, Equatable {
    /// The answer.
    package let text: String
    /// Whether the output holds what the rule looks for: the phrase before an answer, a number, any text at
    /// all.
    package let isFound: Bool
  }

  /// Reads the answer in `output`.
  package func read(_ output: String) -> Reading {
    let text = PlainText.stripped(output)
    switch self {
    case .whole: return Reading(text: text, isFound: !text.isEmpty)
    case .firstLine:
      let line = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
      return Reading(text: PlainText.stripped(String(line)), isFound: !text.isEmpty)
    case .afterAnswerIs:
      let tail = PlainText.afterLast("answer is", in: text)
      let answer = PlainText.droppingLast(PlainText.stripped(tail ?? text), ifIn: ".")
      return Reading(text: answer, isFound: tail != nil && !answer.isEmpty)
    case .flanChainOfThought: return Self.readAsFlan(text)
    case .lastNumber:
      let number = NumericAnswer.last(in: text)
      return Reading(text: number ?? "", isFound: number != nil)
    }
  }

  /// The form of a target that answers under this rule are compared with.
  package func target(_ target: String) -> String {
    let text = PlainText.stripped(target)
    return self == .flanChainOfThought ? PlainText.withoutParentheses(text) : text
  }

  private static func readAsFlan(_ stripped: String) -> Reading {
    var text = PlainText.droppingLast(stripped, ifIn: ".,? \n")
    var isMarked = false
    for mark in ["answer is", "final answer", "Final answer", "answer:", "Answer:"] {
      guard let tail = PlainText.afterLast(mark, in: text) else { continue }
      text = tail
      isMarked = true
    }
    let marks = ".,? \n:"
    text = PlainText.droppingLast(PlainText.droppingFirst(text, ifIn: marks), ifIn: marks)
    let answer = PlainText.withoutParentheses(PlainText.stripped(text))
    return Reading(text: answer, isFound: isMarked && !answer.isEmpty)
  }
}
