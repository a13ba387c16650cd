import Instructions

/// What a model scored on one task in one format.
public struct TaskScore: Sendable, Equatable {
  /// The task's name.
  public let task: String
  /// The task's cluster.
  public let cluster: String
  /// The format.
  public let format: PromptFormat
  /// Examples.
  public let examples: Int
  /// Examples answered exactly.
  public let correct: Int
  /// What judges the task's answers.
  public let metric: MetricChoice
  /// The score by every metric but exact match, which `correct` gives.
  public let scores: [AnswerMetric: Double]
  /// Examples whose answer is the task's most frequent one.
  public let majorityCorrect: Int
  /// Target tokens of all examples.
  public let targetTokens: Int
  /// Cross-entropy summed over the target tokens, in nats.
  public let lossSum: Double
  /// Outputs that were cut by the length limit.
  public let cutOutputs: Int
}

/// One prediction, with all that led to its verdict.
public struct Prediction: Sendable, Equatable, Codable {
  /// The task's name.
  public let task: String
  /// The format.
  public let format: PromptFormat
  /// What the model was given.
  public let prompt: String
  /// What it wrote.
  public let output: String
  /// The answer read from that; `nil` where there was none.
  public let answer: String?
  /// The answers that count as right.
  public let references: [String]
  /// Whether the answer is one of them.
  public let isCorrect: Bool
  /// The answer's own score by every metric that single answers have, but for exact match; 0 without an answer.
  public let scores: [AnswerMetric: Double]
  /// Whether the output was cut by the length limit.
  public let hitLimit: Bool
}

/// The outcome of evaluating a model on a set.
public struct EvaluationOutcome: Sendable, Equatable {
  /// One score for each group of the set, in its order.
  public let scores: [TaskScore]
  /// Every prediction, in the order of the set.
  public let predictions: [Prediction]
  /// What was cut to fit the rows, per task.
  public let ledger: Ledger
}
