import Evaluation
import Foundation
import Testing
import TestSupport

@testable import Reports

@Suite struct SuiteTextTableTests {
  @Test func rowsOfTasks_thenTheMean() throws {
    let folder = try TemporaryFolder()
    let suite = """
      {"name": "s", "title": "S", "prompting": "direct", "shots": 1, "maximumTokens": 8, "answer": "whole",
       "metrics": ["squad-exact-match", "squad-f1"], "randomBaseline": 0.2,
       "data": {"layout": "json-lines", "splits": {"test": "{task}.jsonl"}}, "tasks": ["a", "b", "c"]}
      """
    let lines = ["a", "b"].map { "{\"task\": \"\($0)\", \"prediction\": \"a x\", \"target\": \"x \($0)\"}" }
    let (file, outputs) = (folder.path + "/s.json", folder.path + "/p.jsonl")
    try Data(suite.utf8).write(to: URL(fileURLWithPath: file))
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: outputs))
    let report = try PredictionScorer(EvaluationSuite.read(file), data: nil, isPartial: true).score(outputs)
    let table = SuiteTextTable.textLines(report)
    #expect(table[0] == "s: direct, 1-shot, in percent")
    #expect(table[4].split(separator: " ") == ["a", "100.0", "0.0", "20.0", "100.0", "100.0", "0.0", "1"])
    #expect(table[5].split(separator: " ") == ["b", "0.0", "0.0", "20.0", "-25.0", "66.7", "0.0", "1"])
    #expect(table[7].split(separator: " ").dropFirst(4) == ["50.0", "0.0", "37.5", "83.3", "0.0", "2"])
    #expect(table[8] == "without outputs: c")
  }
}
