import Instructions
import Testing

@testable import Evaluation

@Suite struct GuessedAnswerTests {
  /// Candidates, options, references, the chance of a guess.
  @Test(
    arguments: [
      (["a", "b"], [], ["a"], 0.5),
      (["a", "b", "a", " a "], [], ["a"], 0.5),  // each once, but for white space
      (["a", "b", "c"], [], ["a", "c", "d"], 2 / 3.0),  // several are right
      (["a"], [], ["a"], 1),
      (["a", "b"], [], ["c"], 0),  // the right answer is not among them
      ([], ["yes", "no"], ["no"], 0.5),  // options are candidates
      (["a", "b", "c", "d"], ["a", "b"], ["a"], 0.25),  // candidates come first
      ([], [], ["a"], 0),  // free text
    ] as [([String], [String], [String], Double)])
  func chance(_ candidates: [String], _ options: [String], _ references: [String], _ expected: Double) {
    let instance = Instance(input: "?", references: references, options: options, candidates: candidates)
    #expect(GuessedAnswer.chance(instance) == expected)
  }
}
