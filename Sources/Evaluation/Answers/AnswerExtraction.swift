import Instructions

/// How the answer to a held-out example is read from what a model wrote, and when it counts as right: the
/// rules of suites (`AnswerRule`), on text in which every run of white space is one space.
///
/// After a rationale an output without the phrase "answer is" is its own answer, so that a model is not
/// failed for its form alone. What it scores where such an output counts as wrong is told besides
/// (`TaskScore.strictCorrect`).
package enum AnswerExtraction: String, Sendable, CaseIterable {
  /// The whole output.
  case whole
  /// What follows the last "answer is", without one full stop at the end: the rule under which the published
  /// chain-of-thought outputs of BIG-Bench Hard give their published accuracies.
  case afterAnswerIs

  private var rule: AnswerRule {
    switch self {
    case .whole: .whole
    case .afterAnswerIs: .afterAnswerIs
    }
  }

  /// The rule for outputs of a prompt format.
  package init(_ format: PromptFormat) { self = format.hasRationale ? .afterAnswerIs : .whole }

  /// The answer in `output`, and whether it stands there as the rule wants it.
  package func read(_ output: String) -> AnswerRule.Reading {
    let reading = rule.read(Self.normalize(output))
    return AnswerRule.Reading(text: Self.normalize(reading.text), isFound: reading.isFound)
  }

  /// Whether `answer` is one of `references`, both as their vocabularies would spell them.
  package static func isMatch(_ answer: String?, _ references: [String]) -> Bool {
    guard let answer else { return false }
    return references.contains { normalize($0) == answer }
  }

  /// Without white space at the ends, and every run of white space one space: T5's vocabulary knows no other.
  static func normalize(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
