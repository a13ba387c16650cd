@testable import Evaluation

/// A suite of two tasks for tests.
enum SmallSuite {
  static let text = """
    {
      "name": "small", "title": "Two tasks", "prompting": "direct", "shots": 3, "maximumTokens": 8,
      "answer": "whole", "metrics": ["exact-match"],
      "data": {"layout": "examples", "splits": {"test": "{task}.json", "more": "more/{task}.json"}},
      "randomBaseline": 0.5,
      "tasks": ["colors", {"name": "sizes", "randomBaseline": 0.2, "options": true}]
    }
    """

  static func make(
    answer: AnswerRule = .whole, metrics: [SuiteMetric] = [.exactMatch], layout: SuiteDataLayout = .examples
  ) -> EvaluationSuite {
    EvaluationSuite(
      name: "small", family: "small", title: "Two tasks", prompting: .direct, shots: 3, maximumTokens: 8,
      answer: answer,
      metrics: metrics, layout: layout,
      splits: [.init(name: "test", path: "{task}.json"), .init(name: "more", path: "more/{task}.json")],
      tasks: .named([
        .init(name: "colors", randomBaseline: 0.5),
        .init(name: "sizes", randomBaseline: 0.2, listsOptions: true),
      ]))
  }

  static let colors = #"{"examples": [{"input": "a", "target": "red"}, {"input": "b", "target": "blue"}]}"#
  static let sizes =
    #"{"examples": [{"input": "Which?\nOptions:\n(A) big\n(B) small\n(C) x\n(D) y", "target": "(A)"}]}"#
  static let files = ["colors.json": colors, "sizes.json": sizes]
}
