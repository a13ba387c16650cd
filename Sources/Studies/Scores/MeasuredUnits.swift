import Evaluation
import Foundation
import Instructions

/// What an evaluation scored by a measure on each of its units.
struct MeasuredUnits: Equatable {
  /// The scores by unit, of which 1 is everything right; `nil` where nobody can tell.
  let scores: [String: Double?]
  /// Cross-entropy per target token, in nats.
  let loss: Double?
  /// The share of rationales in the right format.
  let formatRate: Double?

  /// What counts of an evaluation; `nil` where nothing does.
  init?(_ summary: EvaluationSummary, by measure: StudyMeasure) {
    if let suite = measure.suite {
      guard let report = summary.suites?.first(where: { $0.suite == suite }), !report.tasks.isEmpty else {
        return nil
      }
      self.init(report, measure.score)
    } else {
      let rows = (summary.group(measure.group)?.rows ?? []).filter { Self.counts($0, by: measure) }
      if rows.isEmpty { return nil }
      self.init(EvaluationGroup(name: measure.group, rows: rows), measure)
    }
  }

  private init(_ group: EvaluationGroup, _ measure: StudyMeasure) {
    let units = Dictionary(grouping: group.rows) { row in
      measure.countedUnit == .task ? row.task : row.cluster ?? row.task
    }
    scores = units.mapValues { rows in
      let unit = EvaluationGroup(name: group.name, rows: rows)
      switch measure.score {
      case .normalized: return unit.normalized
      case .exactMatch: return unit.exactMatch
      case .ownMetric: return unit.score
      case .strictExactMatch: return unit.strictExactMatch
      case .tokenProbability: return unit.loss.map { exp(-$0) }
      }
    }
    (loss, formatRate) = (group.loss, group.answerPhraseRate)
  }

  private init(_ report: SuiteReport, _ score: StudyMeasure.Score) {
    let exact = SuiteMetric.exactMatch.rawValue
    let units = report.tasks.map { task -> (String, Double?) in
      switch score {
      case .normalized: (task.task, task.normalized)
      case .exactMatch: (task.task, report.metric == exact ? task.score : task.otherMetrics?[exact])
      case .ownMetric: (task.task, task.score)
      case .strictExactMatch: (task.task, task.strict)
      case .tokenProbability: (task.task, task.loss.map { exp(-$0) })
      }
    }
    scores = Dictionary(units) { first, _ in first }
    loss = report.loss
    formatRate = report.strictMean.map { _ in 1 - report.withoutAnswer }
  }

  private static func counts(_ row: EvaluationRow, by measure: StudyMeasure) -> Bool {
    let patterns = measure.clusters.map { NamePattern($0) }
    let cluster = row.cluster ?? row.task
    return (measure.formats.isEmpty || measure.formats.contains(row.format))
      && (patterns.isEmpty || patterns.contains { $0.matches(cluster) })
  }
}
