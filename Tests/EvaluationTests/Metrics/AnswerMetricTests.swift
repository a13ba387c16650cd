import Foundation
import Instructions
import JSON
import Testing

@testable import Evaluation

/// Against rouge_score, sacreBLEU and SQuAD's F1 (Tests/References/answer_metrics.py).
@Suite struct AnswerMetricTests {
  static let reference: JSONObject? = {
    let path = Bundle.module.path(forResource: "answer-metrics", ofType: "json", inDirectory: "Fixtures")
    return path.flatMap { try? JSONDocument.read($0, what: "fixture").object() }
  }()

  @Test func scoresOfAnswers_areThoseOfTheReferences() throws {
    let sets = try #require(try Self.reference?.required("sets").array())
    #expect(sets.count == 24)
    for set in sets {
      for entry in try set.object().required("entries").array() {
        let (answer, references, expected) = try Self.entry(entry)
        let scores = AnswerMetric.scores(of: answer, references)
        #expect(Set(scores.keys.map(\.rawValue)) == Set(expected.keys))
        for (metric, score) in scores {
          let wanted = try expected.required(metric.rawValue).double()
          #expect(abs(score - wanted) < 1e-9, "\(metric): \(answer) | \(references)")
        }
      }
    }
  }

  @Test func scoresOfSets_areThoseOfTheReferences() throws {
    for set in try #require(try Self.reference?.required("sets").array()) {
      let object = try set.object()
      let entries = try object.required("entries").array().map { try Self.entry($0) }
      let scores = AnswerMetric.scores(
        of: entries.map { TaskScoreTests.prediction($0.answer, of: $0.references, .zeroShot) })
      let count = Double(entries.count)
      for metric in AnswerMetric.graded {
        let wanted =
          metric.isOfCorpus
          ? try object.required(metric.rawValue).double()
          : try entries.reduce(0) { try $0 + $1.scores.required(metric.rawValue).double() } / count
        #expect(try abs(#require(scores[metric]) - wanted) < 1e-9, "\(metric): \(entries)")
      }
    }
  }

  @Test func words_areThoseOfTheTokenizer13a() throws {
    for entry in try #require(try Self.reference?.required("words").array()) {
      let object = try entry.object()
      let words = try object.required("words").array().map { try $0.string() }
      #expect(try BLEU.words(object.required("text").string()) == words)
    }
  }

  @Test func nothing() {
    #expect(AnswerMetric.scores(of: "", ["cat"]).values.allSatisfy { $0 == 0 })
    #expect(AnswerMetric.scores(of: "", ["the"])[.tokenF1] == 1)
    #expect(AnswerMetric.scores(of: []).isEmpty)
    #expect(AnswerMetric.scores(of: "x", []).values.allSatisfy { $0 == 0 })
    let predictions = [("x", []), ("", ["a b c d"])].map {
      TaskScoreTests.prediction($0.0, of: $0.1, .zeroShot)
    }
    #expect(AnswerMetric.scores(of: predictions)[.bleu] == 0)
  }

  private static func entry(
    _ field: JSONField
  ) throws -> (answer: String, references: [String], scores: JSONObject) {
    let object = try field.object()
    return (
      try object.required("answer").string(),
      try object.required("references").array().map { try $0.string() },
      try object.required("scores").object()
    )
  }
}
