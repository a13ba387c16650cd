import Foundation
import JSON
import Testing
import TestSupport

@testable import Evaluation
@testable import Reports
@testable import Runs

@Suite struct MetricsFileReporterTests {
  private static let steps = 10
  private static let timeColumns = ["seconds", "tokensPerSecond"]

  private func files(of folder: TemporaryFolder) throws -> (lines: [String], table: [String]) {
    let lines = try folder.read("metrics.jsonl").split(separator: "\n").map { line in
      try MetricsFileReporterTests.timeColumns.reduce(String(line)) { text, key in
        text.replacing(try Regex("\"\(key)\":[0-9.e+-]+,?"), with: "")
      }
    }
    let rows = try folder.read("metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let times = Set(
      MetricsFileReporterTests.timeColumns.compactMap { MetricsRow.columns(suites: []).firstIndex(of: $0) })
    let table = rows.map { row in
      row.enumerated().filter { !times.contains($0.offset) }.map { String($0.element) }.joined(separator: ",")
    }
    return (lines, table)
  }

  @Test func everyRowHasEveryColumn() throws {
    let folder = try TemporaryFolder()
    try ExampleRun(steps: 10).play(to: [MetricsFileReporter(RunFolder(path: folder.path))])
    let rows = try folder.read("metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 1 + 10 + 3)
    #expect(rows.allSatisfy { $0.count == MetricsRow.columns(suites: []).count })
    #expect(rows[0].map(String.init) == MetricsRow.columns(suites: []))
    try JSONDocument.readLines(folder.path + "/metrics.jsonl", what: "metrics") { row in
      let row = try row.object()
      #expect(["step", "evaluation", "stepSizes", "spike"].contains(try row.required("event").string()))
      _ = try row.required("step").integer()
    }
  }

  /// Interrupted anywhere, resumed from any earlier checkpoint: the same rows as a straight run.
  @Test(arguments: 1..<steps)
  func resumedRun_hasTheRowsOfAStraightOne(_ interrupted: Int) throws {
    let straight = try TemporaryFolder()
    try ExampleRun(steps: MetricsFileReporterTests.steps).play(to: [
      MetricsFileReporter(RunFolder(path: straight.path))
    ])
    let expected = try files(of: straight)
    for saved in 1...interrupted {
      let folder = try TemporaryFolder()
      let run = RunFolder(path: folder.path)
      try ExampleRun(steps: MetricsFileReporterTests.steps).play(
        to: [MetricsFileReporter(run)], through: interrupted)
      try ExampleRun(steps: MetricsFileReporterTests.steps, resumedFromStep: saved, pace: 2)
        .play(to: [MetricsFileReporter(run)])
      let found = try files(of: folder)
      #expect(found.lines == expected.lines && found.table == expected.table, "resumed from \(saved)")
    }
  }

  @Test func scoresByMetric_areInBothFiles() throws {
    let folder = try TemporaryFolder()
    try ExampleRun(steps: 4).play(to: [MetricsFileReporter(RunFolder(path: folder.path))])
    let last = try #require(try folder.read("metrics.jsonl").split(separator: "\n").last)
    let table = try folder.read("metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    for (name, value) in [("score", "0.625"), ("rougeL", "0.625"), ("chrF", "0.375"), ("bleu", "0.0625")] {
      #expect(last.contains("\"heldOutClusters/\(name)\":\(value)"))
      let column = try #require(table[0].firstIndex(of: "heldOutClusters/\(name)"))
      #expect(table[table.count - 1][column] == value)
    }
    // Exact match judges the other group; it has no scores by other metrics.
    #expect(last.contains("\"heldOutInstances/score\":0.3125") && !last.contains("heldOutInstances/chrF"))
  }

  @Test func runThatBeginsAnew_dropsOldRows() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try ExampleRun(steps: 10).play(to: [MetricsFileReporter(run)], through: 3)
    try ExampleRun(steps: 10).play(to: [MetricsFileReporter(run)], through: 2)
    #expect(try folder.read("metrics.csv").split(separator: "\n").count == 1 + 1 + 2)
  }

  @Test func evaluationSummary_isWrittenAndReadsBack() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try ExampleRun(steps: 4).play(to: [EvaluationFileReporter(run)])
    #expect(run.evaluationSteps == [0, 4])
    let data = Data(try folder.read("eval/step-00000004/summary.json").utf8)
    #expect(try EventCoding.decode(EvaluationSummary.self, from: data) == ExampleRun(steps: 4).evaluation(4))
  }
}
