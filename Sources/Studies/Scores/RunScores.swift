import Diagnostics
import Evaluation
import Foundation
import Instructions
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
    let rows = (summary.group(measure.group)?.rows ?? []).filter { Self.counts($0, by: measure) }
    if rows.isEmpty {
      throw StudyError.noScore(
        path: file, problem: "has nothing that the measure '\(measure.name)' counts",
        nextStep: "Look at its group, formats and clusters, and at what the recipe holds out.")
    }
    let units = Dictionary(grouping: rows) { measure.unit == .task ? $0.task : $0.cluster ?? $0.task }
      .mapValues { Self.score(EvaluationGroup(name: measure.group, rows: $0), measure.score) }
    step = summary.step
    self.units = units.compactMapValues { $0.map { 100 * $0 } }
    unknown = units.filter { $0.value == nil }.keys.sorted()
    if self.units.isEmpty {
      throw StudyError.noScore(
        path: file, problem: "has no score of the kind '\(measure.score.rawValue)'",
        nextStep: measure.score == .normalized
          ? "Tasks need candidates for a chance to be known; or measure exactMatch."
          : "Choose another score for the measure '\(measure.name)'.")
    }
    let group = EvaluationGroup(name: measure.group, rows: rows)
    (loss, formatRate) = (group.loss, group.answerPhraseRate)
  }

  /// Scores that are known.
  init(step: Int, units: [String: Double]) {
    (self.step, self.units, unknown, loss, formatRate) = (step, units, [], nil, nil)
  }

  private static func counts(_ row: EvaluationRow, by measure: StudyMeasure) -> Bool {
    let patterns = measure.clusters.map { NamePattern($0) }
    let cluster = row.cluster ?? row.task
    return (measure.formats.isEmpty || measure.formats.contains(row.format))
      && (patterns.isEmpty || patterns.contains { $0.matches(cluster) })
  }

  private static func score(_ group: EvaluationGroup, _ score: StudyMeasure.Score) -> Double? {
    switch score {
    case .normalized: group.normalized
    case .exactMatch: group.exactMatch
    case .ownMetric: group.score
    case .strictExactMatch: group.strictExactMatch
    }
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
