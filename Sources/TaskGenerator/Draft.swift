/// One instance as a task's rule makes it, before it has an id.
package struct Draft: Sendable, Equatable {
  /// The text that the task is done on.
  package var input: String
  /// The one right answer.
  package var output: String
  /// Why the answer is right, for people; shown with positive examples.
  package var explanation: String
  /// The steps to the answer, ending in the answer and a full stop; `nil` for tasks without rationales.
  package var rationale: String?
  /// A tempting answer that is not right, for a negative example.
  package var wrong: String?

  /// The answers that somebody would choose among who knows the kind of answer and no more, such as the names in the
  /// text, `output` among them; empty for free text.
  package private(set) var candidates: [String] = []

  /// A direct instance.
  package init(_ input: String, _ output: String, because explanation: String, not wrong: String? = nil) {
    self.input = input
    self.output = output
    self.explanation = explanation
    self.wrong = wrong == output ? nil : wrong
  }

  /// An instance whose explanation is its rationale.
  package init(_ input: String, _ output: String, rationale: String, not wrong: String? = nil) {
    self.init(input, output, because: rationale, not: wrong)
    self.rationale = rationale
  }

  /// The instance with its candidates, each of them once.
  func among(_ candidates: [String]) -> Draft {
    var draft = self
    draft.candidates = candidates.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    return draft
  }

  /// The instance with the numbers that its task's answers can be as candidates.
  func among(_ numbers: ClosedRange<Int>) -> Draft { among(numbers.map { "\($0)" }) }
}
