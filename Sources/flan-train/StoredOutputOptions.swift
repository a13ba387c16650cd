import ArgumentParser
import Evaluation
import Foundation
import Inference
import Reports
import Setup

/// The options of `eval` that score stored outputs, of a run's held-out examples or on a suite.
struct StoredOutputOptions: ParsableArguments {
  @Option(
    help: """
      A JSON Lines file of outputs to score, or a folder of them; no model is needed. Without --suite: a run's own \
      predictions.jsonl.
      """,
    completion: .file(extensions: ["jsonl"]))
  var predictions: String?

  /// Scores the predictions of a run's held-out examples and prints the result.
  func scoreHeldOut(json: Bool, byTask: Bool) throws {
    guard let predictions else { return }
    let evaluation = try StoredEvaluation(predictions: predictions)
    if json { return try Outcome.printJSON(evaluation) }
    let lines = evaluation.groups.flatMap {
      [""] + EvaluationTextTable.textLines($0, by: byTask ? .task : .cluster)
    }
    try Outcome.printResult(lines.joined(separator: "\n"))
  }

  /// Scores the outputs on `suite` and prints the result.
  /// - Parameter other: outputs of another model for the same questions, to compare with.
  func score(_ suiteName: String, _ options: SuiteOptions, comparedWith other: String?, json: Bool) throws {
    guard let predictions else { return }
    let suite = try EvaluationSuite.read(SuiteLocator.locate(suiteName))
    let data = try options.data.map { try SuiteData(suite, folder: $0, split: options.split) }
    let scorer = PredictionScorer(suite, data: data, isPartial: options.partial)
    let (report, verdicts) = try scorer.outcome(predictions)
    guard let other else {
      if json { return try Outcome.printJSON(report) }
      return try Outcome.printResult(SuiteTextTable.textLines(report).joined(separator: "\n"))
    }
    let comparison = try PairedComparison(verdicts, scorer.outcome(other).verdicts)
    if json { return try Outcome.printJSON(comparison) }
    let lines = ComparisonTextTable.textLines(
      comparison, title: suite.name, first: predictions, second: other)
    try Outcome.printResult(lines.joined(separator: "\n"))
  }
}
