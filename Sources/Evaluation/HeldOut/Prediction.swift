import Diagnostics
import Instructions

/// A held-out example, as its prediction names it.
package struct PredictedExample: Sendable, Equatable {
  /// The task's name.
  package var task: String
  /// The task's cluster.
  package var cluster: String
  /// The format.
  package var format: PromptFormat
  /// What judges the task's answers.
  package var metric: MetricChoice
  /// The instance: its own id, or its number in the task.
  package var id: StoredPrediction.ExampleID
  /// The file and line that the instance stands in.
  package var location: SourceLocation
  /// What the model was given.
  package var prompt: String
  /// The answers that count as right.
  package var references: [String]
  /// What guessing among the candidates gives.
  package var chance: Double
  /// Whether the task's most frequent answer counts as right.
  package var isMajority: Bool
}

/// One prediction, with all that led to its verdict.
package struct Prediction: Sendable, Equatable {
  /// What was asked.
  package let example: PredictedExample
  /// What the model wrote.
  package let output: String
  /// The answer read from that.
  package let answer: String
  /// Whether the output has what the rule of the format looks for: after a rationale the phrase "answer is",
  /// else any text.
  package let hasAnswer: Bool
  /// Whether the answer is one of the references.
  package let isCorrect: Bool
  /// The answer's own score by every metric that single answers have, but for exact match.
  package let scores: [AnswerMetric: Double]
  /// Whether the output was cut by the length limit.
  package let hitLimit: Bool

  /// Judges an output.
  package init(_ example: PredictedExample, output: String, hitLimit: Bool) {
    self.example = example
    self.output = output
    self.hitLimit = hitLimit
    let reading = AnswerExtraction(example.format).read(output)
    (answer, hasAnswer) = (reading.text, reading.isFound)
    isCorrect = AnswerExtraction.isMatch(reading.text, example.references)
    scores = AnswerMetric.scores(of: reading.text, example.references)
  }
}

extension Prediction: Encodable {
  private enum Key: String, CodingKey {
    case task, cluster, format, id, file, line, prompt, prediction, target, answer, hasAnswer, isCorrect,
      scores, metric, metricReason, hitLimit, chance, isMajority
  }

  /// Writes the keys that `eval --predictions` reads, and others for people.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(example.task, forKey: .task)
    try container.encode(example.cluster, forKey: .cluster)
    try container.encode(example.format, forKey: .format)
    switch example.id {
    case .text(let text): try container.encode(text, forKey: .id)
    case .index(let index): try container.encode(index, forKey: .id)
    }
    try container.encode(example.location.file, forKey: .file)
    try container.encodeIfPresent(example.location.line, forKey: .line)
    try container.encode(example.prompt, forKey: .prompt)
    try container.encode(output, forKey: .prediction)
    try container.encode(example.references, forKey: .target)
    try container.encode(answer, forKey: .answer)
    try container.encode(hasAnswer, forKey: .hasAnswer)
    try container.encode(isCorrect, forKey: .isCorrect)
    try container.encode(scores, forKey: .scores)
    try container.encode(example.metric.metric, forKey: .metric)
    try container.encode(example.metric.reason, forKey: .metricReason)
    try container.encode(hitLimit, forKey: .hitLimit)
    try container.encode(example.chance, forKey: .chance)
    try container.encode(example.isMajority, forKey: .isMajority)
  }
}
