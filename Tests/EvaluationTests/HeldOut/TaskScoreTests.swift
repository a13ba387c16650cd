import Diagnostics
import Instructions
import Testing

@testable import Evaluation

/// Rows of scores follow from single predictions.
@Suite struct TaskScoreTests {
  static func prediction(
    _ output: String, of references: [String], _ format: PromptFormat = .zeroShotChainOfThought,
    chance: Double = 0, isMajority: Bool = false
  ) -> Prediction {
    let example = PredictedExample(
      task: "t", cluster: "c", format: format, metric: MetricChoice(.exactMatch, .given), id: .index(0),
      location: Diagnostics.SourceLocation(file: "t.json", line: 3), prompt: "?", references: references,
      chance: chance, isMajority: isMajority)
    return Prediction(example, output: output, hitLimit: false)
  }

  /// An output without the phrase is its own answer; the strict count leaves it out.
  @Test func rationales_areScoredTwoWays() {
    let score = TaskScore([
      Self.prediction("3 and 4 are 7. The answer is 7.", of: ["7"]),
      Self.prediction("7", of: ["7"]), Self.prediction("7.", of: ["7"]),
      Self.prediction("The answer is 8.", of: ["7"]), Self.prediction("3 and 4 are 7.", of: ["7"]),
    ])
    #expect(score.examples == 5 && score.correct == 3)
    #expect(score.strictCorrect == 1 && score.withAnswerPhrase == 2)
  }

  /// Without a rationale the whole output is the answer, and there is one way.
  @Test func directAnswers_areScoredOneWay() {
    let score = TaskScore([
      Self.prediction("The answer is 7.", of: ["7"], .fewShot), Self.prediction("7", of: ["7"], .fewShot),
    ])
    #expect(score.correct == 1 && score.strictCorrect == nil && score.withAnswerPhrase == nil)
  }

  @Test func chance_isTheMeanOverExamples() {
    let score = TaskScore(
      [0.5, 0.25, 0].map { Self.prediction("x", of: ["x"], chance: $0, isMajority: $0 > 0.3) })
    #expect(score.chance == 0.25 && score.majorityCorrect == 1)
  }
}
