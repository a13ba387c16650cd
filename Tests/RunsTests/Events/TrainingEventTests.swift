import Diagnostics
import Foundation
import RunTestSupport
import Testing

@testable import Evaluation
@testable import JSON
@testable import Recipes
@testable import Runs

@Suite struct TrainingEventTests {
  private static let step = ExampleEvents.step
  private static let evaluation = ExampleEvents.evaluation

  static let events: [TrainingEvent] = [
    .stepCompleted(step), .evaluationStarted(step: 5, examples: 40),
    .progress(WorkProgress("answers", done: 8, of: 40, .examples)), .evaluationCompleted(evaluation),
    .checkpointSaved(step: 5, path: "p", seconds: 1),
    .bestUpdated(step: 5, metric: .heldOut(.heldOutInstances, .loss), value: 2),
    .stepSizes(step: 5, updates: ["w": 1e-3]),
    .spikeFound(
      LossSpike(
        step: 5, quantity: .gradientNorm, value: 9, mean: 1, deviations: 8,
        examples: [
          BatchExample(
            row: 1, segment: 1, task: "t", instance: 3, format: "zero-shot", template: "own-1",
            targetTokens: 2, loss: 4)
        ])), .message(.warning, "look"),
    .runFinished(RunOutcome(ending: .diverged, step: 6)),
  ]

  @Test(arguments: events)
  func event_survivesJSON(_ event: TrainingEvent) throws {
    let line = try EventCoding.line(event)
    #expect(!line.contains(0x0A))
    #expect(try EventCoding.decode(TrainingEvent.self, from: line) == event)
    #expect(try EventCoding.line(event) == line)
  }

  @Test func divergedStep_canStillBeWritten() throws {
    var metrics = ExampleEvents.step
    metrics.loss = .nan
    metrics.gradientNorm = .infinity
    let back = try EventCoding.decode(StepMetrics.self, from: EventCoding.line(metrics))
    #expect(back.loss.isNaN && back.gradientNorm == .infinity)
  }

  /// Rows of 4 and 12 examples with chances of 1/2 and 1/6, and one of an earlier version without.
  private static let rows = [
    EvaluationRow(
      task: "a", format: .zeroShot, examples: 4, correct: 3, chance: 0.5, targetTokens: 1, lossSum: 1),
    EvaluationRow(
      task: "b", format: .zeroShotChainOfThought, examples: 12, correct: 5, chance: 1 / 6.0, strictCorrect: 3,
      withAnswerPhrase: 9, targetTokens: 1, lossSum: 1),
    EvaluationRow(task: "c", format: .zeroShot, examples: 8, correct: 8, targetTokens: 1, lossSum: 1),
  ]

  @Test func normalizedScores_areThoseOfAllExamplesTogether() throws {
    let group = EvaluationGroup(name: .heldOutClusters, rows: Self.rows)
    // 8 of 16 right, 4 of 16 by chance; the row without a chance has no say.
    #expect(group.chance == 0.25 && group.normalized == 1 / 3.0)
    #expect(Self.rows.map(\.normalized) == [0.5, (5 / 12.0 - 1 / 6.0) / (1 - 1 / 6.0), nil])
    #expect(group.strictExactMatch == 0.25 && group.answerPhraseRate == 0.75 && group.hasRationales)
    let certain = EvaluationRow(
      task: "d", format: .zeroShot, examples: 2, correct: 1, chance: 1, targetTokens: 1, lossSum: 1)
    #expect(certain.normalized == nil)
    let direct = group.rows(in: .zeroShot)
    #expect(direct.rows.count == 2 && direct.strictExactMatch == nil && !direct.hasRationales)
    #expect(EvaluationGroup(name: .heldOutClusters, rows: [Self.rows[2]]).chance == nil)
  }

  /// What follows from the rows is written for readers of the file, and is not read.
  @Test func summary_hasTheScoresThatFollow() throws {
    let summary = EvaluationSummary(
      step: 1, groups: [EvaluationGroup(name: .heldOutClusters, rows: Self.rows)], seconds: 0)
    let data = try EventCoding.line(summary)
    #expect(try EventCoding.decode(EvaluationSummary.self, from: data) == summary)
    let text = String(decoding: data, as: UTF8.self)
    for part in [#""chance":0.25"#, #""normalized":0.5"#, #""strictExactMatch":0.25"#, #""strictCorrect":3"#]
    {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func groupScores_areWeightedByTokenAndExample() throws {
    let group = try #require(ExampleEvents.evaluation.group(.heldOutInstances))
    #expect(group.loss == 2 && group.exactMatch == 0.875 && group.macroExactMatch == 0.75)
    #expect(group.majorityBaseline == 0.2)
    let empty = EvaluationGroup(name: .heldOutClusters, rows: [])
    #expect(
      empty.loss == nil && empty.exactMatch == nil && empty.macroExactMatch == nil
        && empty.majorityBaseline == nil)
  }

  @Test(arguments: [
    (BestMetric.heldOutInstancesExactMatch, 0.875 as Double?),
    (.heldOut(.heldOutInstances, .macroExactMatch), 0.75),
    (.heldOut(.heldOutInstances, .loss), 2), (.heldOut(.heldOutClusters, .loss), nil),
    (.heldOut(.heldOutClusters, .exactMatch), nil),
    // Of rows that have a score by the metric; of all rows by their own.
    (.heldOut(.heldOutInstances, .metric(.rougeL)), 0.5), (.heldOut(.heldOutInstances, .metric(.bleu)), nil),
    (.heldOut(.heldOutInstances, .metric(.chrF), .zeroShot), nil), (.heldOut(.heldOutInstances, .score), 0.5),
    (.heldOut(.heldOutInstances, .macroScore), 0.5), (.heldOut(.heldOutInstances, .score, .fewShot), 0.5),
    (.normalizedAverage, nil), (.suite("x", .mean), nil),
  ])
  func metric_namesItsScore(_ metric: BestMetric, _ value: Double?) {
    #expect(ExampleEvents.evaluation.value(of: metric) == value)
  }

  @Test func listeners_areToldInOrder() throws {
    final class Recorder: TrainingListener {
      let name: String
      let log: Log
      init(_ name: String, _ log: Log) {
        self.name = name
        self.log = log
      }
      func receive(_ event: TrainingEvent) { log.names.append(name) }
    }
    final class Log { var names: [String] = [] }
    let log = Log()
    try TrainingListeners([Recorder("a", log), Recorder("b", log)]).receive(.message(.note, ""))
    #expect(log.names == ["a", "b"])
  }
}
