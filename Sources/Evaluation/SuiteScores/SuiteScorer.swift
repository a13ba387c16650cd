/// Judges outputs by the rules of a suite.
struct SuiteScorer: Sendable {
  let suite: EvaluationSuite

  init(_ suite: EvaluationSuite) { self.suite = suite }

  /// How an output is judged.
  /// - Parameter references: the answers that count as right.
  func judge(_ output: String, _ references: [String]) -> SuiteJudgement {
    let reading = suite.answer.read(output)
    let targets = references.map(suite.answer.target)
    return SuiteJudgement(
      answer: reading.text, isFound: reading.isFound && suite.metric.canRead(reading.text),
      scores: suite.metrics.map { $0.score(reading.text, targets) })
  }

  /// The result of a task.
  /// - Parameters:
  ///   - examples: what the data has, where it is at hand.
  func result(
    _ task: EvaluationSuite.Task, _ judgements: [SuiteJudgement], examples: [SuiteData.Example]?
  ) -> SuiteReport.TaskResult {
    let fromOptions =
      task.listsOptions
      ? examples.flatMap { RandomGuessing.baseline(optionCounts: $0.map(\.options.count)) } : nil
    let baseline = fromOptions ?? task.randomBaseline
    let statistics = suite.metrics.enumerated().map { index, metric in
      ScoreStatistics(judgements.map { $0.scores[index] }, isGraded: metric.isGraded)
    }
    let others = zip(suite.metrics, statistics).dropFirst().map { ($0.rawValue, $1.mean) }
    var result = SuiteReport.TaskResult(
      task: task.name, score: statistics[0].mean, count: judgements.count, examples: examples?.count,
      standardError: statistics[0].standardError,
      normalized: RandomGuessing.normalized(statistics[0].mean, baseline: baseline),
      randomBaseline: baseline, baselineFromOptions: fromOptions != nil,
      withoutAnswer: Double(judgements.count { !$0.isFound }) / Double(max(1, judgements.count)),
      otherMetrics: others.isEmpty ? nil : Dictionary(others) { first, _ in first })
    if suite.prompting == .chainOfThought {
      let strict = judgements.map { $0.isFound ? $0.scores[0] : 0 }
      result.strict = strict.reduce(0, +) / Double(max(1, strict.count))
    }
    return result
  }
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
