/// What a model answered to a question of a suite, with all that led to its verdict.
package struct SuiteAnswer: Sendable, Equatable {
  /// The question.
  package var question: SuiteQuestion
  /// What the model wrote, or the option that it finds likeliest.
  package var output: String
  /// Whether the output was cut by the length limit.
  package var hitLimit: Bool
  /// The log-probability of every option, in nats; empty where the answer was written.
  package var optionScores: [Double]
  /// How the output is judged.
  package var judgement: SuiteJudgement
}

/// An answer that was read from an output, and its scores.
package struct SuiteJudgement: Sendable, Equatable {
  /// The answer.
  package var answer: String
  /// Whether there is one at all.
  package var isFound: Bool
  /// The score under each of the suite's metrics, from 0 to 1.
  package var scores: [Double]
}
