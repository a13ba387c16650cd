import Diagnostics
import Evaluation
import Foundation
import JSON
import Runs
import Storage

/// What a finished run has scored by a measure.
package struct RunScores: Sendable, Equatable {
  /// The step that was evaluated.
  package let step: Int
  /// The score on each unit, in points of a hundred, by name.
  package let units: [String: Double]
  /// Units of which nobody can tell the score, such as free text that no chance is known of.
  package let unknown: [String]
  /// Cross-entropy per target token, in nats.
  package let loss: Double?
  /// The share of rationales that have the phrase before the answer, right or wrong: the right format.
  package let formatRate: Double?

  /// Reads the scores of a run.
  /// - Parameter isEvaluation: whether the run's weights were not trained.
  /// - Throws: `StudyError.noScore` where the run has no such evaluation, or nothing in it counts;
  ///   `FileError`, `StudyError.damaged`.
  package init(of folder: RunFolder, by measure: StudyMeasure, isEvaluation: Bool) throws {
    let summary = try Self.summary(of: folder, at: isEvaluation ? nil : measure.at)
    let file = folder.evaluationSummaryFile(step: summary.step)
    guard let measured = MeasuredUnits(summary, by: measure) else {
      throw StudyError.noScore(
        path: file, problem: "has nothing that the measure '\(measure.name)' counts",
        nextStep: Self.advice(measure, summary))
    }
    step = summary.step
    units = measured.scores.compactMapValues { $0.map { 100 * $0 } }
    unknown = measured.scores.filter { $0.value == nil }.keys.sorted()
    if units.isEmpty {
      throw StudyError.noScore(
        path: file, problem: "has no score of the kind '\(measure.score.rawValue)'",
        nextStep: measure.score == .normalized
          ? "Tasks need candidates for a chance to be known; or measure exactMatch."
          : "Choose another score for the measure '\(measure.name)'.")
    }
    (loss, formatRate) = (measured.loss, measured.formatRate)
  }

  /// What to look at where nothing counts.
  private static func advice(_ measure: StudyMeasure, _ summary: EvaluationSummary) -> String {
    guard let suite = measure.suite else {
      return "Look at its group, formats and clusters, and at what the recipe holds out."
    }
    return NearestName.advice(for: suite, in: (summary.suites ?? []).map(\.suite))
  }

  /// Scores that are known.
  init(step: Int, units: [String: Double]) {
    (self.step, self.units, unknown, loss, formatRate) = (step, units, [], nil, nil)
  }

  /// The evaluation of a moment; `nil` is that before the first step.
  private static func summary(of folder: RunFolder, at moment: StudyMeasure.Moment?) throws
    -> EvaluationSummary
  {
    let steps = folder.evaluationSteps
    switch moment {
    case nil:
      if steps.contains(0) { return try read(folder, 0) }
    case .last:
      if let step = steps.last { return try read(folder, step) }
    case .best:
      // The last that was marked is that of the best checkpoint.
      for step in steps.reversed() {
        let summary = try read(folder, step)
        if summary.isBest { return summary }
      }
    }
    throw StudyError.noScore(
      path: folder.evaluationsFolder, problem: "has no evaluation to measure",
      nextStep: "Set evaluation.every in the arm's recipe or settings.")
  }

  private static func read(_ folder: RunFolder, _ step: Int) throws -> EvaluationSummary {
    let path = folder.evaluationSummaryFile(step: step)
    do {
      return try EventCoding.decode(
        EvaluationSummary.self, from: InputFile.read(path, what: "evaluation summary"))
    } catch is DecodingError {
      throw StudyError.damaged(path: path, problem: "is no evaluation summary that this version can read")
    }
  }
}
