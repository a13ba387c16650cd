import Instructions

/// What a model scored on one task in one format.
package struct TaskScore: Sendable, Equatable {
  /// The task's name.
  package let task: String
  /// The task's cluster.
  package let cluster: String
  /// The format.
  package let format: PromptFormat
  /// Examples.
  package let examples: Int
  /// Examples that are asked: of texts those that end in a word that can be asked for, of others all.
  package let asked: Int
  /// Examples answered exactly.
  package let correct: Int
  /// What judges the task's answers.
  package let metric: MetricChoice
  /// The score by every metric but exact match, which `correct` gives.
  package let scores: [AnswerMetric: Double]
  /// Of these, after a rationale, those whose output has the phrase "answer is" before the answer; `nil`
  /// without one.
  package let strictCorrect: Int?
  /// Outputs that have the phrase, right or wrong; `nil` without a rationale.
  package let withAnswerPhrase: Int?
  /// Examples whose answer is the task's most frequent one.
  package let majorityCorrect: Int
  /// What guessing among the candidates gives, the mean over the examples: from 0 to 1.
  package let chance: Double
  /// Target tokens of all examples.
  package let targetTokens: Int
  /// Cross-entropy summed over the target tokens, in nats.
  package let lossSum: Double
  /// Outputs that were cut by the length limit.
  package let cutOutputs: Int

  /// The score of predictions, at least one, all of one task in one format.
  init(_ predictions: [Prediction], targetTokens: Int = 0, lossSum: Double = 0) {
    let first = predictions[0].example
    task = first.task
    cluster = first.cluster
    format = first.format
    (examples, asked) = (predictions.count, predictions.count)
    correct = predictions.count(where: \.isCorrect)
    let hasRationale = first.format.hasRationale
    strictCorrect = hasRationale ? predictions.count { $0.isCorrect && $0.hasAnswer } : nil
    withAnswerPhrase = hasRationale ? predictions.count(where: \.hasAnswer) : nil
    metric = first.metric
    scores = AnswerMetric.scores(of: predictions)
    majorityCorrect = predictions.count(where: \.example.isMajority)
    chance = predictions.reduce(0) { $0 + $1.example.chance } / Double(predictions.count)
    self.targetTokens = targetTokens
    self.lossSum = lossSum
    cutOutputs = predictions.count(where: \.hitLimit)
  }
}

extension TaskScore {
  /// The score of texts.
  /// - Parameter words: what was made of their last words; empty where none could be asked for.
  init(ofTexts group: HeldOutSet.Group, words: [Prediction], targetTokens: Int, lossSum: Double) {
    (task, cluster, format, metric) = (group.task, group.cluster, group.format, group.metric)
    examples = group.examples.count
    (asked, correct) = (words.count, words.count(where: \.isCorrect))
    (majorityCorrect, chance, cutOutputs, scores) = (0, 0, 0, [:])
    (strictCorrect, withAnswerPhrase) = (nil, nil)
    (self.targetTokens, self.lossSum) = (targetTokens, lossSum)
  }
}

/// The outcome of evaluating a model on a set.
package struct EvaluationOutcome: Sendable, Equatable {
  /// One score for each group of the set, in its order.
  package let scores: [TaskScore]
  /// Every prediction, in the order of the set.
  package let predictions: [Prediction]
  /// What was cut to fit the rows, per task.
  package let ledger: Ledger
}

extension AnswerMetric {
  /// The scores of a task's answers by every graded metric; none without predictions.
  static func scores(of predictions: [Prediction]) -> [AnswerMetric: Double] {
    if predictions.isEmpty { return [:] }
    let pairs = predictions.map { (answer: $0.answer, references: $0.example.references) }
    return Dictionary(
      uniqueKeysWithValues: graded.map { metric in
        switch metric {
        case .bleu: (metric, BLEU.score(pairs))
        case .chrF: (metric, ChrF.score(pairs))
        default:
          (metric, predictions.reduce(0) { $0 + ($1.scores[metric] ?? 0) } / Double(predictions.count))
        }
      })
  }
}
