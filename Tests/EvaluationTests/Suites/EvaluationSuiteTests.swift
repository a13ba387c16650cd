import Diagnostics
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct EvaluationSuiteTests {
  static func parse(_ text: String) throws -> EvaluationSuite {
    try EvaluationSuite(json: JSONDocument.parse(Array(text.utf8), file: "s.json"))
  }

  @Test func file_isRead() throws { #expect(try Self.parse(SmallSuite.text) == SmallSuite.make()) }

  @Test(arguments: [
    ("bbh-direct", 27, 0.5), ("bbh-cot", 27, 0.5), ("mmlu-direct", 57, 0.25), ("mmlu-cot", 57, 0.25),
    ("mgsm-cot", 10, 0), ("tydiqa", 8, 0),
  ])
  func shippedSuites_areWhole(_ name: String, _ count: Int, _ firstBaseline: Double) throws {
    let suite = try EvaluationSuite.read("\(suiteFolder)/\(name).json")
    #expect(suite.name == name)
    guard case .named(let tasks) = suite.tasks else { return #expect(Bool(false)) }
    #expect(tasks.count == count && tasks[0].randomBaseline == firstBaseline)
    #expect((suite.prompting == .chainOfThought) == name.hasSuffix("-cot"))
  }

  @Test func shippedFiles_areAllReadable() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: suiteFolder)
    #expect(names.count == 7)
    for name in names { #expect(throws: Never.self) { try EvaluationSuite.read("\(suiteFolder)/\(name)") } }
    let tasks = try EvaluationSuite.read(suiteFolder + "/natural-instructions.json").tasks
    #expect(
      tasks
        == .listed(
          paths: ["splits/default/test_tasks.txt", "splits/test_tasks.txt"], randomBaseline: 0))
  }

  /// What is replaced in the file, by what, and what the error says.
  @Test(arguments: [
    (#""shots": 3, "#, "", "the key 'shots' is missing"),
    (#""shots""#, #""shot""#, "Did you mean 'shots'?"),
    (#""shots": 3"#, #""shots": -1"#, "s.json:2:74: shots: is -1 but must be from 0 to 1000"),
    (#""shots": 3"#, #""shots": 1e300"#, "shots: is 1e300 but must be"),
    (#""maximumTokens": 8"#, #""maximumTokens": 0"#, "must be from 1 to"),
    (#""whole""#, #""hole""#, "Did you mean 'whole'?"),
    (#"["exact-match"]"#, "[]", "metrics: is empty"),
    (#"["exact-match"]"#, #"["exact-mach"]"#, "Did you mean 'exact-match'?"),
    (#""layout": "examples", "#, "", "data: the key 'layout' is missing"),
    (#""{task}.json""#, #""all.json""#, "data.splits.test: is the same file for every task"),
    (#"{"test": "{task}.json", "more": "more/{task}.json"}"#, "{}", "data.splits: is empty"),
    ("0.2", "1", "tasks[1].randomBaseline: is 1.0 but must be at least 0 and below 1"),
    ("0.2", "1e400", "must be a finite number"),
    (#""sizes""#, #""colors""#, "the task 'colors' stands here and in line 6"),
    (#""options""#, #""option""#, "Did you mean 'options'?"),
    (#""colors""#, #"" ""#, "tasks[0]: is blank"),
    (#""Two tasks""#, "3", "title: is a number but must be a string"),
  ])
  func wrongFile_isRefused(_ old: String, _ new: String, _ message: String) throws {
    try #require(SmallSuite.text.contains(old))
    let error = #expect(throws: (any Error).self) {
      try Self.parse(SmallSuite.text.replacing(old, with: new, maxReplacements: 1))
    }
    let text = try #require(error as? any UserError).description
    #expect(text.contains(message) && text.contains("s.json:"), "\(text)")
  }
}
