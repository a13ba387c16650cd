import Diagnostics
import Evaluation
import Foundation
import Instructions
import JSON
import Runs
import TestSupport
import Testing

@testable import Studies

@Suite struct RunScoresTests {
  private let folder: TemporaryFolder
  private var run: RunFolder { RunFolder(path: folder.path) }

  private static func row(
    _ task: String, _ cluster: String?, _ format: PromptFormat, correct: Int, chance: Double?
  ) -> EvaluationRow {
    EvaluationRow(
      task: task, cluster: cluster, format: format, examples: 10, correct: correct, chance: chance,
      withAnswerPhrase: format == .zeroShotChainOfThought ? 4 : nil, targetTokens: 20, lossSum: 30)
  }

  /// Three evaluations: before training, the best, and the last.
  init() throws {
    folder = try TemporaryFolder()
    for (step, gain, isBest) in [(0, 0, true), (5, 4, true), (10, 2, false)] {
      let rows = [
        Self.row("a", "lists", .zeroShot, correct: 2 + gain, chance: 0.2),
        Self.row("b", "lists", .zeroShot, correct: 4 + gain, chance: 0.4),
        Self.row("c", nil, .zeroShotChainOfThought, correct: 5 + gain, chance: nil),
      ]
      let summary = EvaluationSummary(
        step: step, groups: [EvaluationGroup(name: .heldOutClusters, rows: rows)], isBest: isBest, seconds: 1)
      try folder.write(
        EventCoding.pretty(summary), to: "eval/step-000000\(step < 10 ? "0" : "")\(step)/summary.json")
    }
  }

  private func scores(isEvaluation: Bool = false, _ change: (inout StudyMeasure) -> Void = { _ in }) throws
    -> RunScores
  {
    var measure = StudyMeasure()
    change(&measure)
    return try RunScores(of: run, by: measure, isEvaluation: isEvaluation)
  }

  /// Of the best: 6 and 8 of 10 where guesses get 0.3 in the mean: (0.7 - 0.3)/(1 - 0.3).
  @Test func cluster_isScoredOverItsTasks_aboveChance() throws {
    let scores = try scores()
    #expect(scores.step == 5 && Array(scores.units.keys) == ["lists"] && scores.unknown == ["c"])
    #expect(abs((scores.units["lists"] ?? 0) - 100 * 0.4 / 0.7) < 1e-9)
    #expect(scores.loss == 1.5 && scores.formatRate == 0.4)
  }

  @Test(arguments: [(StudyMeasure.Moment.best, 5), (.last, 10)])
  func moment_choosesTheEvaluation(_ moment: StudyMeasure.Moment, _ step: Int) throws {
    #expect(try scores { $0.at = moment }.step == step)
  }

  @Test func evaluation_isThatBeforeTheFirstStep() throws {
    #expect(try scores(isEvaluation: true).step == 0)
  }

  @Test func unitsFormatsAndClusters_areChosen() throws {
    let tasks = try scores {
      $0.unit = .task
      $0.score = .exactMatch
    }
    #expect(tasks.units == ["a": 60, "b": 80, "c": 90])
    let formats = try scores {
      $0.formats = [.zeroShotChainOfThought]
      $0.score = .exactMatch
    }
    #expect(formats.units == ["c": 90])
    let clusters = try scores {
      $0.clusters = ["LI*"]
      $0.score = .exactMatch
    }
    #expect(clusters.units == ["lists": 70])
  }

  /// Of the loss: 30 nats on 20 tokens of each task.
  @Test func tokenProbability_isTheGeometricMean() throws {
    let scores = try scores { $0.score = .tokenProbability }
    #expect(scores.units.keys.sorted() == ["c", "lists"] && scores.unknown.isEmpty)
    #expect(scores.units.values.allSatisfy { abs($0 - 100 * exp(-1.5)) < 1e-9 })
  }

  /// A suite's units are its tasks, with the scores that the suite gives them.
  @Test(arguments: [
    (StudyMeasure.Score.normalized, ["one": 25.0, "two": 50]), (.ownMetric, ["one": 40, "two": 60]),
    (.exactMatch, ["one": 30, "two": 20]), (.strictExactMatch, ["one": 10]),
    (.tokenProbability, ["one": 50, "two": 100]),
  ])
  func suite_isScoredByItsTasks(_ score: StudyMeasure.Score, _ expected: [String: Double]) throws {
    let task = #"""
      {"task": "one", "score": 0.4, "count": 5, "standardError": 0, "normalized": 0.25, "randomBaseline": 0.2,
       "baselineFromOptions": false, "withoutAnswer": 0.5, "otherMetrics": {"exact-match": 0.3}, "strict": 0.1,
       "loss": \#(log(2.0)), "lossTokens": 3}
      """#
    let other = #"""
      {"task": "two", "score": 0.6, "count": 5, "standardError": 0, "normalized": 0.5, "randomBaseline": 0.2,
       "baselineFromOptions": false, "withoutAnswer": 0, "otherMetrics": {"exact-match": 0.2}, "loss": 0}
      """#
    let report = #"""
      {"suite": "words", "family": "words", "metric": "squad-f1", "answer": "whole", "prompting": "direct", "shots": 0,
       "maximumTokens": 6, "tasks": [\#(task), \#(other)], "count": 10, "mean": 0.5, "standardError": 0,
       "normalizedMean": 0.375, "withoutAnswer": 0.25, "missingTasks": [], "strictMean": 0.1, "loss": 0.25}
      """#
    var summary = EvaluationSummary(step: 20, groups: [], seconds: 1)
    summary.suites = [try EventCoding.decode(SuiteReport.self, from: Data(report.utf8))]
    try folder.write(EventCoding.pretty(summary), to: "eval/step-00000020/summary.json")
    let scores = try scores {
      ($0.suite, $0.score, $0.at) = ("words", score, .last)
    }
    #expect(scores.units.mapValues { ($0 * 1e6).rounded() / 1e6 } == expected)
    #expect(scores.unknown == (expected.count == 1 ? ["two"] : []))
    #expect(scores.loss == 0.25 && scores.formatRate == 0.75)
    let error = #expect(throws: StudyError.self) {
      try self.scores { ($0.suite, $0.at) = ("word", .last) }
    }
    #expect(error?.nextStep == "Did you mean 'words'?")
  }

  /// What cannot be measured is told with what to do.
  @Test func nothingToMeasure_isToldWithTheFile() {
    let cases: [(change: (inout StudyMeasure) -> Void, problem: String)] = [
      ({ $0.group = .heldOutInstances }, "has nothing that the measure 'skill' counts"),
      ({ $0.clusters = ["other"] }, "has nothing that the measure 'skill' counts"),
      ({ $0.clusters = ["c"] }, "has no score of the kind 'normalized'"),
      ({ $0.score = .strictExactMatch }, "has no score of the kind 'strictExactMatch'"),
    ]
    for (change, problem) in cases {
      let error = #expect(throws: StudyError.self) { try scores(change) }
      #expect(error?.problem == problem && error?.location?.file.hasSuffix("summary.json") == true)
      #expect(error?.category == .data && error?.nextStep?.isEmpty == false)
    }
    let empty = RunFolder(path: folder.path + "/nothing")
    #expect(throws: StudyError.self) { try RunScores(of: empty, by: StudyMeasure(), isEvaluation: false) }
  }

  @Test func damagedEvaluation_isTold() throws {
    try folder.write("{}", to: "eval/step-00000010/summary.json")
    let error = #expect(throws: StudyError.self) { try scores { $0.at = .last } }
    #expect(error?.problem.contains("no evaluation summary") == true)
  }

  @Test func arm_hasTheUnitsThatAllSeedsHave() {
    let scores = ArmScores(
      arm: "x",
      [2: RunScores(step: 1, units: ["a": 1, "b": 2]), 1: RunScores(step: 1, units: ["b": 4, "c": 3])])
    #expect(scores.table == ScoreTable(seeds: [1, 2], units: ["b"], values: [[4], [2]]))
    #expect(scores.table.mean == 3 && scores.table.ofSeeds == [4, 2])
  }
}
