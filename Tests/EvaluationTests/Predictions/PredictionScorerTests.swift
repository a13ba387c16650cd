import Diagnostics
import Testing
import TestSupport

@testable import Evaluation

@Suite struct PredictionScorerTests {
  static func line(_ task: String, _ prediction: String, _ rest: String = "") -> String {
    "{\"task\": \"\(task)\", \"prediction\": \"\(prediction)\"\(rest.isEmpty ? "" : ", " + rest)}\n"
  }

  static func score(
    _ lines: [String], _ suite: EvaluationSuite = SmallSuite.make(), withData: Bool = false,
    isPartial: Bool = false
  ) throws -> SuiteReport {
    var files = SmallSuite.files
    files["p.jsonl"] = lines.joined()
    let folder = try TemporaryFolder(files)
    let data = try withData ? SuiteData(suite, folder: folder.path) : nil
    return try PredictionScorer(suite, data: data, isPartial: isPartial).score("\(folder.path)/p.jsonl")
  }

  @Test func targetsOfTheLines_areCompared() throws {
    let report = try Self.score([
      Self.line("sizes", " (A)", #""target": "(A)""#),
      Self.line("colors", "red", #""target": ["blue", "red"]"#),
      Self.line("colors", "", #""target": "blue", "note": 1"#),
      Self.line("sizes", "(B)", #""target": "(A)""#),
    ])
    #expect(report.tasks.map(\.task) == ["colors", "sizes"])
    #expect(report.tasks.map(\.score) == [0.5, 0.5] && report.tasks.map(\.count) == [2, 2])
    #expect(report.tasks.map(\.randomBaseline) == [0.5, 0.2] && report.tasks.map(\.examples) == [nil, nil])
    #expect(report.mean == 0.5 && report.count == 4 && report.withoutAnswer == 0.25)
    #expect(abs(report.normalizedMean - 0.1875) < 1e-12)
    #expect(abs(report.standardError - 0.25) < 1e-12)
    #expect(report.missingTasks.isEmpty && report.split == nil && report.otherMetrics == nil)
  }

  @Test(arguments: [
    [#""id": 1"#, #""id": 0"#, #""id": "0""#], ["", "", ""],
    [#""target": "blue", "id": 1"#, #""id": 0"#, ""],
  ])
  func targetsOfTheData_areFound(_ rest: [String]) throws {
    let isOrdered = rest[0].isEmpty
    let report = try Self.score(
      [
        Self.line("colors", isOrdered ? "red" : "blue", rest[0]), Self.line("colors", "green", rest[1]),
        Self.line("sizes", "(A)", rest[2]),
      ], withData: true)
    #expect(report.tasks.map(\.score) == [0.5, 1] && report.tasks.map(\.examples) == [2, 1])
    #expect(report.tasks.map(\.randomBaseline) == [0.5, 0.25])
    #expect(report.tasks.map(\.baselineFromOptions) == [false, true])
    #expect(report.split == "test")
  }

  @Test func unweightedMean_overTasks() throws {
    let report = try Self.score(
      (0..<9).map { _ in Self.line("colors", "x", #""target": "y""#) }
        + [Self.line("sizes", "x", #""target": "x""#)])
    #expect(report.mean == 0.5)
  }

  @Test func otherMetrics_standBeside() throws {
    let report = try Self.score(
      [
        Self.line("colors", "a red cat", #""target": "the red dog""#),
        Self.line("sizes", "x", #""target": "x""#),
      ],
      SmallSuite.make(metrics: [.squadExactMatch, .squadF1]))
    #expect(report.tasks.map(\.score) == [0, 1])
    #expect(report.tasks.map(\.otherMetrics) == [["squad-f1": 0.5], ["squad-f1": 1]])
    #expect(report.otherMetrics == ["squad-f1": 0.75])
  }

  @Test func partialPredictions_areScored() throws {
    let report = try Self.score([Self.line("colors", "blue", #""id": 1"#)], withData: true, isPartial: true)
    #expect(report.tasks.map(\.task) == ["colors"] && report.missingTasks == ["sizes"])
    #expect(report.tasks[0].score == 1 && report.tasks[0].count == 1 && report.tasks[0].examples == 2)
  }

  @Test func withoutData_tasksWithoutOutputsAreNamed() throws {
    let report = try Self.score([Self.line("colors", "blue", #""target": "blue""#)])
    #expect(report.tasks.map(\.task) == ["colors"] && report.missingTasks == ["sizes"] && report.mean == 1)
  }

  @Test func tasksThatOnlyTheDataLists_areTaken() throws {
    var suite = SmallSuite.make()
    suite.tasks = .listed(paths: ["list.txt"], randomBaseline: 0)
    let report = try Self.score(
      [Self.line("b", "x", #""target": "x""#), Self.line("a", "x", #""target": "y""#)], suite)
    #expect(report.tasks.map(\.task) == ["b", "a"] && report.tasks.map(\.score) == [1, 0])
  }

  /// Lines, whether the data is at hand, and what the error says.
  @Test(arguments: [
    (
      [line("colours", "x", #""target": "x""#)], false,
      ["p.jsonl:1", "no task 'colours'", "Did you mean 'colors'?"]
    ),
    ([line("colors", "x"), line("sizes", "x")], false, ["p.jsonl:1", "has no target", "--data"]),
    (
      [line("colors", "x", #""id": 2"#), line("sizes", "x")], true,
      ["p.jsonl:1", "no example 2", "from 0 to 1"]
    ),
    ([line("colors", "x", #""id": -1"#), line("sizes", "x")], true, ["no example -1"]),
    ([line("colors", "x", #""id": "k""#), line("sizes", "x")], true, ["no example k"]),
    (
      [line("colors", "x"), line("colors", "x"), line("colors", "x"), line("sizes", "x")], true,
      ["p.jsonl:3", "no example 2"]
    ),
    (
      [line("colors", "x", #""id": 1"#), line("colors", "x", #""id": 1"#), line("sizes", "x")], true,
      ["p.jsonl:2", "in line 1"]
    ),
    (
      [line("colors", "x", #""target": "blue""#), line("sizes", "x")], true,
      ["p.jsonl:1", "'blue', but example 0 has 'red'", "colors.json:1", "\"id\""]
    ),
    ([line("colors", "x"), line("sizes", "x")], true, ["1 of its 2 examples", "--partial"]),
    ([line("colors", "x"), line("colors", "x")], true, ["1 of 2 tasks: sizes", "--partial"]),
    (["\n \n"], false, ["holds no predictions"]), (["{"], false, ["p.jsonl:1:2"]),
    (["[]\n"], false, ["must be an object"]),
    ([#"{"task": "colors", "predicton": "x"}"#], false, ["'predicton' meant to be 'prediction'"]),
    ([line("colors", "x", #""target": []"#)], false, ["target: is an empty array"]),
    ([line("colors", "x", #""id": 0.5"#)], false, ["id: is 0.5 but must be a whole number"]),
    (
      [
        line("colors", "x", #""id": 3, "target": "a""#), line("colors", "x", #""id": 3, "target": "a""#),
        line("sizes", "x", #""target": "a""#),
      ], false, ["p.jsonl:2", "in line 1"]
    ),
  ])
  func wrongPredictions_areRefused(_ lines: [String], _ withData: Bool, _ messages: [String]) throws {
    let error = #expect(throws: (any Error).self) { try Self.score(lines, withData: withData) }
    let user = try #require(error as? any UserError)
    for message in messages { #expect(user.description.contains(message), "\(user.description)") }
    #expect(user.category == .data)
  }
}
