/// What a model answered to a question of a suite, with all that led to its verdict.
public struct SuiteAnswer: Sendable, Equatable {
  /// The question.
  public var question: SuiteQuestion
  /// What the model wrote, or the option that it finds likeliest.
  public var output: String
  /// Whether the output was cut by the length limit.
  public var hitLimit: Bool
  /// The log-probability of every option, in nats; empty where the answer was written.
  public var optionScores: [Double]
  /// How the output is judged.
  public var judgement: SuiteJudgement
}

/// An answer that was read from an output, and its scores.
public struct SuiteJudgement: Sendable, Equatable {
  /// The answer.
  public var answer: String
  /// Whether there is one at all.
  public var isFound: Bool
  /// The score under each of the suite's metrics, from 0 to 1.
  public var scores: [Double]
}
