import Instructions
import Models

/// The scores of one evaluation.
package struct EvaluationSummary: Sendable, Codable, Equatable {
  /// The step after which the model was evaluated; 0 is before the first.
  package var step: Int
  /// The groups, `heldOutInstances` first; one without examples is left out.
  package var groups: [EvaluationGroup]
  /// Whether the model is the best so far.
  package var isBest: Bool
  /// Answers that ran into the length limit.
  package var cutAnswers: Int
  /// What the model scored on the recipe's suites; `nil` where it has none.
  package var suites: [SuiteReport]?
  /// A few decoded answers beside what they should be.
  package var samples: [EvaluationSample]
  /// Seconds that the evaluation took.
  package var seconds: Double
  /// What the model's weights were rounded to; `nil` where they are as they are.
  package var weights: WeightFormat?

  /// A summary.
  package init(
    step: Int, groups: [EvaluationGroup], isBest: Bool = false, cutAnswers: Int = 0,
    suites: [SuiteReport]? = nil, samples: [EvaluationSample] = [], seconds: Double
  ) {
    self.step = step
    self.groups = groups
    self.isBest = isBest
    self.cutAnswers = cutAnswers
    self.suites = suites
    self.samples = samples
    self.seconds = seconds
  }

  /// The group called `name`.
  package func group(_ name: EvaluationGroup.Name) -> EvaluationGroup? { groups.first { $0.name == name } }
}

/// The scores of one kind of held-out examples; all of them follow from the rows.
package struct EvaluationGroup: Sendable, Equatable {
  /// The kinds.
  package enum Name: String, Sendable, Codable, CaseIterable {
    /// Unseen instances of trained tasks.
    case heldOutInstances
    /// Tasks of clusters that are not trained on.
    case heldOutClusters
    /// Documents that are not trained on, judged by their loss and their last words.
    case heldOutTexts

    /// The kinds whose examples are questions of tasks.
    package static let ofAnswers = allCases.filter { $0 != .heldOutTexts }
  }

  /// The kind.
  package var name: Name
  /// One row for each task and format, in the evaluation's order.
  package var rows: [EvaluationRow]

  /// A group of rows.
  package init(name: Name, rows: [EvaluationRow]) {
    self.name = name
    self.rows = rows
  }

  /// Examples.
  package var examples: Int { rows.reduce(0) { $0 + $1.examples } }

  /// Right answers.
  package var correct: Int { rows.reduce(0) { $0 + $1.correct } }

  /// Cross-entropy per target token over all examples, in nats; `nil` without tokens.
  package var loss: Double? {
    let tokens = rows.reduce(0) { $0 + $1.targetTokens }
    return tokens > 0 ? rows.reduce(0) { $0 + $1.lossSum } / Double(tokens) : nil
  }

  /// The share of examples that are answered exactly; `nil` without examples that are answered.
  package var exactMatch: Double? {
    let answered = rows.filter(\.isAnswered)
    let examples = answered.reduce(0) { $0 + $1.askedExamples }
    return examples > 0 ? Double(answered.reduce(0) { $0 + $1.correct }) / Double(examples) : nil
  }

  /// The mean over all examples of their scores by a metric; `nil` without examples that have it. Of BLEU and
  /// chrF, which score a task's answers together, the mean of the rows weighted by their examples.
  package func score(by metric: AnswerMetric) -> Double? { mean { $0.score(by: metric) } }

  /// The mean over all examples of their scores, each by its task's own metric; `nil` without examples.
  package var score: Double? { mean(\.score) }

  /// The mean of the rows' scores by their own metrics, each task and format counted alike.
  package var macroScore: Double? {
    let scores = rows.compactMap(\.score)
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// The metrics that judge the rows' tasks, in the order of their declaration.
  package var metrics: [AnswerMetric] {
    AnswerMetric.allCases.filter { metric in
      rows.contains { $0.isAnswered && ($0.metric ?? .exactMatch) == metric }
    }
  }

  private func mean(_ value: (EvaluationRow) -> Double?) -> Double? {
    var (sum, examples) = (0.0, 0)
    for row in rows {
      guard let score = value(row) else { continue }
      sum += score * Double(row.examples)
      examples += row.examples
    }
    return examples > 0 ? sum / Double(examples) : nil
  }

  /// The mean of the rows' exact match, each task and format counted alike.
  package var macroExactMatch: Double? {
    let scores = rows.compactMap(\.exactMatch)
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// The exact match of always giving each task's most frequent answer; `nil` where no row knows its own.
  package var majorityBaseline: Double? {
    share(\.majorityCorrect)
  }

  /// What guessing among each example's candidates gives, the mean over examples; `nil` where no row knows
  /// its own.
  package var chance: Double? {
    let known = rows.filter { $0.chance != nil }
    let examples = known.reduce(0) { $0 + $1.examples }
    return examples > 0
      ? known.reduce(0) { $0 + ($1.chance ?? 0) * Double($1.examples) } / Double(examples) : nil
  }

  /// Exact match on the scale from guessing (0) to everything right (1), all examples together; `nil` where
  /// that is unknown, or guessing gets everything right.
  ///
  /// (score - chance)/(1 - chance), as Chung et al. 2022 (arXiv 2210.11416), footnote 5, normalize a task's
  /// score.
  package var normalized: Double? {
    let known = EvaluationGroup(name: name, rows: rows.filter { $0.chance != nil })
    return RandomGuessing.normalized(known.exactMatch, chance: known.chance)
  }

  /// The exact match of examples with a rationale if an output without the phrase "answer is" counts as
  /// wrong; `nil` where there is no such example.
  package var strictExactMatch: Double? { share(\.strictCorrect) }

  /// Whether there are examples with a rationale, so that the strict score says something of its own.
  package var hasRationales: Bool { rows.contains { $0.strictCorrect != nil } }

  /// The share of outputs with a rationale that have the phrase "answer is", right or wrong.
  package var answerPhraseRate: Double? { share(\.withAnswerPhrase) }

  /// The sum of a count over the examples of the rows that have it.
  private func share(_ count: KeyPath<EvaluationRow, Int?>) -> Double? {
    let known = rows.filter { $0[keyPath: count] != nil }
    let examples = known.reduce(0) { $0 + $1.examples }
    let sum = known.reduce(0) { $0 + ($1[keyPath: count] ?? 0) }
    return examples > 0 ? Double(sum) / Double(examples) : nil
  }

  /// The rows in one format.
  package func rows(in format: PromptFormat) -> EvaluationGroup {
    EvaluationGroup(name: name, rows: rows.filter { $0.format == format })
  }
}

/// The scores of one task in one format.
package struct EvaluationRow: Sendable, Codable, Equatable {
  /// The task's name.
  package var task: String
  /// The cluster of tasks that it belongs to.
  package var cluster: String?
  /// The format.
  package var format: PromptFormat
  /// Examples.
  package var examples: Int
  /// Of these, those that are asked, where not all are: texts that end in a word that can be asked for.
  package var asked: Int?
  /// Examples that are answered exactly.
  package var correct: Int
  /// What judges the task's answers; `nil` in summaries of earlier versions, which had exact match alone.
  package var metric: AnswerMetric?
  /// Why that one.
  package var metricReason: MetricChoice.Reason?
  /// The scores by the other metrics than exact match, from 0 to 1.
  package var scores: [AnswerMetric: Double]?
  /// Examples whose answer is the task's most frequent one, where that is known.
  package var majorityCorrect: Int?
  /// What guessing among the examples' candidates gives, where that is known: the mean over examples of the
  /// share of candidates that are right, 0 for free text.
  package var chance: Double?
  /// After a rationale, examples that are answered exactly behind the phrase "answer is"; `nil` without a
  /// rationale.
  package var strictCorrect: Int?
  /// Outputs with a rationale that have the phrase, right or wrong; `nil` without a rationale.
  package var withAnswerPhrase: Int?
  /// Target tokens of all examples.
  package var targetTokens: Int
  /// Cross-entropy summed over the target tokens, in nats.
  package var lossSum: Double

  /// A row.
  package init(
    task: String, cluster: String? = nil, format: PromptFormat, examples: Int, asked: Int? = nil,
    correct: Int,
    metric: AnswerMetric? = nil, metricReason: MetricChoice.Reason? = nil,
    scores: [AnswerMetric: Double]? = nil, majorityCorrect: Int? = nil, chance: Double? = nil,
    strictCorrect: Int? = nil, withAnswerPhrase: Int? = nil, targetTokens: Int, lossSum: Double
  ) {
    self.task = task
    self.cluster = cluster
    self.format = format
    self.examples = examples
    self.asked = asked
    self.correct = correct
    self.metric = metric
    self.metricReason = metricReason
    self.scores = scores
    self.majorityCorrect = majorityCorrect
    self.chance = chance
    self.strictCorrect = strictCorrect
    self.withAnswerPhrase = withAnswerPhrase
    self.targetTokens = targetTokens
    self.lossSum = lossSum
  }

  /// Whether the model answers the examples; of texts without a last word only the loss is known.
  package var isAnswered: Bool { metricReason != .lossAlone }

  /// The examples that are asked.
  package var askedExamples: Int { asked ?? examples }

  /// The share of the examples asked that are answered exactly; `nil` without examples that are answered.
  package var exactMatch: Double? {
    askedExamples > 0 && isAnswered ? Double(correct) / Double(askedExamples) : nil
  }

  /// The score by a metric; `nil` without examples, or where it is not known.
  package func score(by metric: AnswerMetric) -> Double? {
    if metric == .exactMatch { return exactMatch }
    return examples > 0 ? scores?[metric] : nil
  }

  /// The score by the task's own metric.
  package var score: Double? { score(by: metric ?? .exactMatch) }

  /// Exact match above chance: see `EvaluationGroup.normalized`.
  package var normalized: Double? { RandomGuessing.normalized(exactMatch, chance: chance) }

  /// Cross-entropy per target token, in nats; `nil` without tokens.
  package var loss: Double? { targetTokens > 0 ? lossSum / Double(targetTokens) : nil }
}

/// One decoded answer beside what it should be.
package struct EvaluationSample: Sendable, Codable, Equatable {
  /// The task's name.
  package var task: String
  /// The format.
  package var format: PromptFormat
  /// What the model was given.
  package var prompt: String
  /// What it should answer.
  package var reference: String
  /// What it answered.
  package var answer: String
  /// Whether that counts as right.
  package var isCorrect: Bool

  /// A sample.
  package init(
    task: String, format: PromptFormat, prompt: String, reference: String, answer: String,
    isCorrect: Bool
  ) {
    self.task = task
    self.format = format
    self.prompt = prompt
    self.reference = reference
    self.answer = answer
    self.isCorrect = isCorrect
  }
}
