import Testing

@testable import Evaluation
@testable import Reports

@Suite struct MetricsTextTableTests {
  private let summary = ExampleRun(steps: 1).evaluation(4)

  @Test func rowsAndSums() throws {
    let group = try #require(summary.group(.heldOutClusters))
    let scores = ["ROUGE-L", "0.625", "0.250", "0.500", "0.750", "0.125", "0.625", "0.062", "0.375"]
    let lines = MetricsTextTable.textLines(group, by: .task)
    #expect(
      lines[0].hasPrefix("held-out clusters, by metric  judged by  score  exact match  token F1  ROUGE-1"))
    #expect(lines[2].split(separator: " ").map(String.init) == ["<far>"] + scores)
    #expect(lines[4].split(separator: " ").map(String.init) == ["all"] + scores)
    #expect(lines[5].hasSuffix("0.625"))
    #expect(MetricsTextTable.textLines(group, by: nil).count == 4)
  }

  /// Tasks of several metrics are counted, each by its own.
  @Test func clusterOfSeveralMetrics() {
    let rows = [
      EvaluationRow(
        task: "a", cluster: "x", format: .zeroShot, examples: 1, correct: 1, metric: .exactMatch, scores: [:],
        targetTokens: 1, lossSum: 1),
      EvaluationRow(
        task: "b", cluster: "x", format: .zeroShot, examples: 3, correct: 0, metric: .chrF,
        scores: [.chrF: 0.5],
        targetTokens: 1, lossSum: 1),
    ]
    let lines = MetricsTextTable.textLines(EvaluationGroup(name: .heldOutClusters, rows: rows), by: .cluster)
    #expect(
      lines[2].split(separator: " ")
        == ["x", "2", "metrics", "0.625", "0.250", "-", "-", "-", "-", "-", "0.500"])
    #expect(lines[5].hasSuffix("0.750"))
  }

  /// Summaries of earlier versions know exact match alone; in the log, exact match alone needs no second table.
  @Test func groupsWithoutOtherScores_haveNone() throws {
    #expect(MetricsTextTable.textLines(try #require(summary.group(.heldOutInstances)), by: .task).isEmpty)
    let text = EvaluationTextTable.textLines(summary).joined(separator: "\n")
    #expect(!text.contains("held-out instances, by metric") && text.contains("held-out clusters, by metric"))
  }
}
