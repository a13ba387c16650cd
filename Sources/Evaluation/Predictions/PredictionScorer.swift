import Diagnostics

/// Scores stored outputs on a suite; no model is needed.
package struct PredictionScorer: Sendable {
  private let suite: EvaluationSuite
  private let data: SuiteData?
  private let isPartial: Bool

  /// A scorer.
  /// - Parameters:
  ///   - data: the suite's examples; without them every line must have its target.
  ///   - isPartial: whether tasks and examples of the data without an output are left out instead of being an
  ///     error.
  package init(_ suite: EvaluationSuite, data: SuiteData?, isPartial: Bool = false) {
    self.suite = suite
    self.data = data
    self.isPartial = isPartial
  }

  /// Scores the outputs in the file at `path`.
  /// - Throws: what `StoredPrediction.readAll` and `SuiteData.examples` throw; `SuiteError` for outputs that
  ///   do not belong to the suite or its data, or that are missing.
  package func score(_ path: String) throws -> SuiteReport { try outcome(path).report }

  /// Scores the outputs in the file at `path`, and says how each of them was judged.
  /// - Throws: see `score`.
  package func outcome(_ path: String) throws -> (report: SuiteReport, verdicts: SuiteVerdicts) {
    let predictions = try StoredPrediction.readAll(path)
    let tasks = try self.tasks(of: predictions)
    let groups = Dictionary(grouping: predictions, by: \.task)
    let missing = tasks.map(\.name).filter { groups[$0] == nil }
    // Without the suite's data the outputs are all there is to go by; the report names the tasks without any.
    if !missing.isEmpty, !isPartial, data != nil {
      throw SuiteError.missingTasks(path: path, tasks: missing, of: tasks.count)
    }
    let results = try tasks.compactMap { task in
      try groups[task.name].map { try score(task, $0, path: path) }
    }
    let report = SuiteReport(suite, split: data?.splitName, results.map(\.result), missing: missing)
    return (report, SuiteVerdicts(tasks: results.map(\.verdicts), isGraded: suite.metric.isGraded))
  }

  /// The suite's tasks in its order; without a list of them, those that occur.
  private func tasks(of predictions: [StoredPrediction]) throws -> [EvaluationSuite.Task] {
    let tasks: [EvaluationSuite.Task]
    if let data {
      tasks = data.tasks
    } else {
      switch suite.tasks {
      case .named(let named): tasks = named
      case .listed(_, let baseline):
        var seen: Set<String> = []
        return predictions.map(\.task).filter { seen.insert($0).inserted }.map {
          EvaluationSuite.Task(name: $0, randomBaseline: baseline)
        }
      }
    }
    let names = Set(tasks.map(\.name))
    if let stray = predictions.first(where: { !names.contains($0.task) }) {
      throw SuiteError.unknownTask(
        location: stray.location, task: stray.task, suite: suite.name, valid: tasks.map(\.name))
    }
    return tasks
  }

  /// What names a question; one that was asked in several forms counts as several.
  private static func key(_ name: String, _ prediction: StoredPrediction) -> String {
    prediction.format.map { "\(name) \($0)" } ?? name
  }

  private func score(
    _ task: EvaluationSuite.Task, _ predictions: [StoredPrediction], path: String
  ) throws -> (result: SuiteReport.TaskResult, verdicts: SuiteVerdicts.Task) {
    let examples = try data?.examples(of: task.name)
    let references: [[String]]
    let keys: [String]
    if let examples {
      let matched = try PredictionMatcher(task: task.name, examples: examples).match(predictions)
      if let first = matched.missing.first, !isPartial {
        throw SuiteError.missingPredictions(
          path: path, task: task.name, missing: matched.missing.count, of: examples.count,
          firstID: examples[first].id ?? "\(first)")
      }
      references = matched.indices.map { examples[$0].references }
      keys = zip(matched.indices, predictions).map { Self.key("\($0)", $1) }
    } else {
      references = try PredictionMatcher.ownTargets(of: predictions, task: task.name)
      keys = predictions.enumerated().map { Self.key($1.id?.description ?? "\($0)", $1) }
    }
    let scorer = SuiteScorer(suite)
    let judgements = zip(predictions, references).map {
      scorer.judge($0.prediction, $1 + $0.targetsAsWritten)
    }
    let scores = Dictionary(zip(keys, judgements.map { $0.scores[0] })) { first, _ in first }
    return (
      scorer.result(task, judgements, examples: examples), SuiteVerdicts.Task(name: task.name, scores: scores)
    )
  }
}
