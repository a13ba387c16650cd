import Diagnostics

/// What the finished runs of an arm have scored by a measure.
package struct ArmScores: Sendable, Equatable {
  /// The arm.
  package let arm: String
  /// Every seed's scores.
  package let runs: [Int: RunScores]
  /// The scores of the seeds on the units that all of them have.
  package let table: ScoreTable

  /// The scores of an arm's runs.
  /// - Parameter runs: the runs that are done.
  /// - Throws: what `RunScores.init` throws.
  package init(arm: String, of runs: [StudyRun], by measure: StudyMeasure) throws {
    var scores: [Int: RunScores] = [:]
    for run in runs {
      scores[run.id.seed] = try RunScores(of: run.folder, by: measure, isEvaluation: run.isEvaluation)
    }
    self.init(arm: arm, scores)
  }

  /// The scores of an arm by seed; at least one.
  package init(arm: String, _ runs: [Int: RunScores]) {
    self.arm = arm
    self.runs = runs
    let seeds = runs.keys.sorted()
    let sets = seeds.map { Set(runs[$0]?.units.keys.map(\.self) ?? []) }
    let common = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }.sorted()
    table = ScoreTable(
      seeds: seeds, units: common,
      values: seeds.map { seed in common.map { runs[seed]?.units[$0] ?? 0 } })
  }

  /// The scores on some units alone, which the table must have, of some seeds.
  func table(seeds: [Int], units: [String]) -> ScoreTable {
    ScoreTable(
      seeds: seeds, units: units, values: seeds.map { seed in units.map { runs[seed]?.units[$0] ?? 0 } })
  }
}
