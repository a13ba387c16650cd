@testable import Evaluation
import Foundation
import Testing

@Suite struct FlanAverageTests {
  private static func report(_ name: String, _ score: Double, baseline: Double) -> SuiteReport {
    var suite = SmallSuite.make()
    suite.name = name
    let task = EvaluationSuite.Task(name: "t", randomBaseline: baseline)
    let count = 20
    let judgements = (0..<count).map {
      SuiteJudgement(answer: "", isFound: true, scores: [Double($0) < score * Double(count) ? 1 : 0])
    }
    return SuiteReport(
      suite, split: nil, [SuiteScorer(suite).result(task, judgements, examples: nil)], missing: [])
  }

  @Test func averageIsTheMeanOfSix() throws {
    var reports = FlanAverage.suites.enumerated().map {
      Self.report($1, Double($0) / 10, baseline: $1.hasPrefix("mmlu") ? 0.25 : 0)
    }
    let average = FlanAverage(reports)
    let expected = (-0.25 / 0.75 + (0.1 - 0.25) / 0.75 + 0.2 + 0.3 + 0.4 + 0.5) / 6
    #expect(abs(try #require(average.value) - expected) < 1e-12 && average.missing.isEmpty)
    reports[2].scoring = .likelihood
    #expect(FlanAverage(reports).value == nil && FlanAverage(reports).missing == ["bbh-direct"])
    #expect(FlanAverage([Self.report("mine", 1, baseline: 0)]).parts.isEmpty)
  }
}

/// The paper's normalized averages from the paper's scores (arXiv 2210.11416): Table 5 for the suites, Tables 17 and 18
/// for the first 18 subtasks of BIG-Bench Hard. The scores of the last nine are not used: their sum follows from Table
/// 5's mean over all 27. Word sorting, which these models cannot do, counts as 0 of it, and the other eight as equally
/// far above guessing.
@Suite struct FlanSuiteScoresTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let model: String
    /// The paper's normalized average, in percent.
    let average: Double
    let mmlu: (direct: Double, chainOfThought: Double)
    let bbh: (direct: Double, chainOfThought: Double)
    let tydiqa: Double
    let mgsm: Double
    /// Direct, then with chains of thought.
    let subtasks: [[Double]]
    var testDescription: String { model }
  }

  static let rows = [
    Row(
      model: "T5-Small", average: -9.2, mmlu: (26.7, 5.6), bbh: (27.0, 7.2), tydiqa: 0, mgsm: 0.4,
      subtasks: [
        [40, 51.3, 20, 34.8, 2.4, 52.8, 8.4, 52, 17.2, 13.2, 31.6, 26, 0, 55.2, 10, 21.9, 16, 22.4],
        [0, 2.7, 10.8, 14, 0, 0, 0, 0, 7.6, 5.2, 14, 14.8, 0, 40, 0, 19.2, 11.2, 1.6],
      ]),
    Row(
      model: "Flan-T5-Large", average: 13.8, mmlu: (45.1, 40.5), bbh: (37.5, 31.5), tydiqa: 12.3, mgsm: 0.7,
      subtasks: [
        [55.6, 57.8, 21.6, 66, 1.6, 54.4, 20, 75.2, 43.2, 42.4, 50.8, 54, 0.8, 56, 28.4, 42.5, 42, 21.2],
        [56.4, 56.1, 27.6, 17.2, 0, 48.8, 20, 44, 28, 21.6, 40.8, 48, 0, 54, 20.4, 28.8, 36.4, 21.6],
      ]),
    Row(
      model: "Flan-T5-XXL", average: 23.7, mmlu: (55.1, 48.6), bbh: (45.3, 41.4), tydiqa: 19, mgsm: 4.9,
      subtasks: [
        [54.4, 60.4, 54, 66.4, 0.4, 55.6, 25.2, 66.4, 54, 59.6, 71.2, 60.4, 0.8, 58.4, 42, 42.5, 58, 53.6],
        [
          62.4, 55.6, 58.8, 63.2, 0.4, 54.4, 25.2, 62.4, 47.6, 51.2, 63.2, 41.2, 0.4, 60, 40, 44.5, 50.8,
          35.6,
        ],
      ]),
  ]

  static func baselines() throws -> [Double] {
    let suite = try EvaluationSuite.read(suiteFolder + "/bbh-direct.json")
    guard case .named(let tasks) = suite.tasks else { return [] }
    return tasks.map(\.randomBaseline)
  }

  /// All 27 scores as fractions, from the first 18 and the mean, both in percent.
  static func completed(_ known: [Double], mean: Double, _ baselines: [Double]) -> [Double] {
    let last = baselines[known.count..<(baselines.count - 1)]
    let left = (mean * Double(baselines.count) - known.reduce(0, +)) / 100
    let aboveGuessing = (left - last.reduce(0, +)) / Double(last.count)
    return known.map { $0 / 100 } + last.map { $0 + aboveGuessing } + [0]
  }

  @Test(arguments: rows)
  func normalizedAverage_isThePapers(_ row: Row) throws {
    let baselines = try Self.baselines()
    try #require(baselines.count == 27 && row.subtasks.allSatisfy { $0.count == 18 })
    let scores = FlanSuiteScores(
      mmluDirect: row.mmlu.direct / 100, mmluChainOfThought: row.mmlu.chainOfThought / 100,
      bbhDirect: Self.completed(row.subtasks[0], mean: row.bbh.direct, baselines),
      bbhChainOfThought: Self.completed(row.subtasks[1], mean: row.bbh.chainOfThought, baselines),
      tydiqa: row.tydiqa / 100, mgsmChainOfThought: row.mgsm / 100)
    let average = 100 * scores.normalizedAverage(bbhBaselines: baselines)
    #expect(abs(average - row.average) <= 0.2, "\(average)")
  }
}
