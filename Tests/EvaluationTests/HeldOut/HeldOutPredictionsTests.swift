import Diagnostics
import Foundation
import Instructions
import Testing
import TestSupport

@testable import Evaluation

/// A run's predictions, written and read again.
@Suite struct HeldOutPredictionsTests {
  private static func lines(_ predictions: [Prediction], group: String = "heldOutInstances") throws -> String
  {
    let encoder = JSONEncoder()
    return try predictions.map { prediction in
      let text = String(decoding: try encoder.encode(prediction), as: UTF8.self)
      return "{\"group\":\"\(group)\"," + text.dropFirst() + "\n"
    }.joined()
  }

  private static func read(_ text: String) throws -> [HeldOutPredictions.Line] {
    let folder = try TemporaryFolder(["p.jsonl": text])
    return try HeldOutPredictions.readAll("\(folder.path)/p.jsonl")
  }

  @Test func predictions_comeBackAsTheyWere() throws {
    var predictions = [
      TaskScoreTests.prediction("so the answer is 7.", of: ["7", "seven"], chance: 0.25, isMajority: true),
      TaskScoreTests.prediction("\"8\"\n", of: ["7"]),
      TaskScoreTests.prediction("é", of: ["é"], .fewShot, chance: 1 / 3.0),
    ]
    var example = predictions[0].example
    example.id = .text("i-1")
    predictions.append(Prediction(example, output: "", hitLimit: true))
    let lines = try Self.read(Self.lines(predictions))
    #expect(lines.map(\.prediction) == predictions && lines.allSatisfy { $0.group == "heldOutInstances" })
    let scores = HeldOutPredictions.scores(of: lines)
    #expect(scores.map(\.format) == [.zeroShotChainOfThought, .fewShot])
    #expect(scores[0] == TaskScore([predictions[0], predictions[1], predictions[3]]))
    #expect(scores[1].correct == 1 && scores[1].chance == 1 / 3.0)
  }

  @Test func evaluatorsPredictions_scoreTheSame() throws {
    let model = SmallModel()
    let set = try model.heldOut(3)
    let outcome = try #require(try model.evaluator(model.packer(inputLength: 160)).evaluate(set))
    let scores = HeldOutPredictions.scores(of: try Self.read(Self.lines(outcome.predictions)))
    #expect(scores.map(\.task) == outcome.scores.map(\.task))
    for (score, expected) in zip(scores, outcome.scores) {
      #expect(score.correct == expected.correct && score.scores == expected.scores)
      #expect(score.majorityCorrect == expected.majorityCorrect && score.chance == expected.chance)
      #expect(score.metric == expected.metric && score.cutOutputs == expected.cutOutputs)
    }
  }

  /// Lines, and what is said of the first that is wrong.
  @Test(arguments: [
    ("", "holds no predictions"),
    (#"{"task": "t", "prediction": "x", "target": "y"}"#, "p.jsonl:1: has no 'group'"),
    (#"{"group": "g", "task": "t", "prediction": "x", "format": "zero-shot"}"#, "has no target"),
    (#"{"group": "g", "task": "t", "prediction": "x", "target": "y"}"#, "format"),
    (
      #"{"group": "g", "task": "t", "prediction": "x", "target": "y", "format": "one-shot"}"#,
      "one of zero-shot, few-shot"
    ),
    (#"{"group": "g", "task": "t", "target": "y", "format": "zero-shot"}"#, "prediction"),
  ])
  func whatIsWrong_isNamed(_ text: String, _ part: String) throws {
    let error = #expect(throws: (any Error).self) { try Self.read(text) }
    #expect(error.map { "\($0)".contains(part) } == true, "\(String(describing: error))")
  }

  /// A suite that asks for chains of thought has a second score, which fails outputs without an answer of its form.
  @Test func strictScoresOfSuites_failOutputsWithoutTheirForm() throws {
    var suite = SmallSuite.make()
    suite.prompting = .chainOfThought
    suite.answer = .afterAnswerIs
    let report = try PredictionScorerTests.score(
      [
        PredictionScorerTests.line("colors", "red", #""target": "red""#),
        PredictionScorerTests.line("colors", "The answer is red.", #""target": "red""#),
        PredictionScorerTests.line("colors", "The answer is blue.", #""target": "red""#),
        PredictionScorerTests.line("colors", "So it is red", #""target": "red""#),
        PredictionScorerTests.line("sizes", "(A)", #""target": "(A)""#),
      ], suite)
    #expect(report.tasks.map(\.score) == [0.5, 1] && report.tasks.map(\.strict) == [0.25, 0])
    #expect(report.mean == 0.75 && report.strictMean == 0.125 && report.withoutAnswer == 0.6)
    let direct = try PredictionScorerTests.score([
      PredictionScorerTests.line("colors", "red", #""target": "red""#),
      PredictionScorerTests.line("sizes", "(A)", #""target": "(A)""#),
    ])
    #expect(direct.strictMean == nil && direct.tasks.allSatisfy { $0.strict == nil })
  }

  /// The files of a folder are read together; one example may be asked in several formats.
  @Test func foldersAndFormats_areRead() throws {
    let line = PredictionScorerTests.line
    let folder = try TemporaryFolder([
      "p/b.jsonl": line("sizes", "(A)", #""target": "(A)", "id": 0"#),
      "p/a.jsonl": line("colors", "red", #""target": "red", "id": "x", "format": "zero-shot""#)
        + line("colors", "blue", #""target": "red", "id": "x", "format": "few-shot""#),
      "p/summary.json": "{}",
    ])
    let report = try PredictionScorer(SmallSuite.make(), data: nil).score("\(folder.path)/p")
    #expect(report.tasks.map(\.task) == ["colors", "sizes"] && report.tasks.map(\.score) == [0.5, 1])
  }
}
