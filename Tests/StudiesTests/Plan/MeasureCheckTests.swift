import Diagnostics
import Recipes
import Settings
import TestSupport
import Testing

@testable import Studies

/// What a study measures and its arms do not evaluate is told before the first run.
@Suite struct MeasureCheckTests {
  private static func suite(_ name: String, _ prompting: String, _ metric: String) -> String {
    """
    {"name": "\(name)", "title": "Words", "prompting": "\(prompting)", "shots": 0, "maximumTokens": 6,
     "answer": "whole", "metrics": ["\(metric)"], "randomBaseline": 0.25,
     "data": {"layout": "json-lines", "splits": {"test": "{task}.jsonl"}}, "tasks": ["one"]}
    """
  }

  /// The setting that has the arms asked two suites, of which one asks for rationales.
  private static let asked = #"""
    "evaluation.suites": [{"suite": "words.json", "data": "d"}, {"suite": "why.json", "data": "d", "loss": false}]
    """#

  private func plan(_ measure: String, _ settings: String = Self.asked) throws -> StudyPlan {
    let example = try ExampleStudy(
      ExampleStudy.text(further: #""measures": [\#(measure)], "settings": {\#(settings)}, "#))
    try example.folder.write(Self.suite("words", "direct", "squad-f1"), to: "words.json")
    try example.folder.write(Self.suite("why", "chain-of-thought", "exact-match"), to: "why.json")
    return try example.plan(seeds: 1)
  }

  @Test(arguments: [
    #"{"suite": "words"}"#, #"{"suite": "words", "score": "ownMetric"}"#,
    #"{"suite": "words", "score": "tokenProbability"}"#, #"{"suite": "why", "score": "strictExactMatch"}"#,
    #"{"suite": "why", "score": "exactMatch"}"#, #"{"formats": ["few-shot"]}"#,
    #"{"group": "heldOutTexts", "score": "tokenProbability"}"#,
  ])
  func whatIsEvaluated_isTaken(_ measure: String) throws {
    #expect(try plan(measure).runs.count == 3)
  }

  /// A measure, settings, and what is told of the first arm.
  @Test(arguments: [
    (#"{"suite": "word"}"#, asked, "measures[0].suite", "do not have 'word'", "Did you mean 'words'?"),
    (
      #"{"suite": "words"}"#, #""evaluation.suites": []"#, "measures[0].suite", "do not have 'words'",
      "Add it to evaluation.suites"
    ),
    (
      #"{"suite": "words", "score": "exactMatch"}"#, asked, "measures[0].score", "is judged by squad-f1",
      "'ownMetric'"
    ),
    (
      #"{"suite": "words", "score": "strictExactMatch"}"#, asked, "measures[0].score",
      "asks for no rationales",
      "Choose another"
    ),
    (
      #"{"suite": "why", "score": "tokenProbability"}"#, asked, "measures[0].score",
      "the loss of 'why' is not",
      "rationales have none"
    ),
    (
      #"{"formats": ["few-shot"]}"#, #""evaluation.formats": ["zero-shot"]"#, "measures[0].formats",
      "do not have few-shot", "evaluation.formats"
    ),
    ("{}", #""evaluation.every": null"#, "measures[0].group", "is never evaluated", "Set evaluation.every"),
  ])
  func whatIsNotEvaluated_isRefused(
    _ measure: String, _ settings: String, _ place: String, _ problem: String, _ nextStep: String
  ) throws {
    let error = #expect(throws: UserErrors.self) { try plan(measure, settings) }
    let description = error?.description ?? ""
    for part in ["question.json:2", place, "arm 'base': ", problem, nextStep] {
      #expect(description.contains(part), "\(description)")
    }
  }
}
