import Testing
import Training

@testable import Reports

@Suite struct EvaluationTextTableTests {
  @Test func matrixOfTasksAndFormats() throws {
    let group = try #require(ExampleRun(steps: 1).evaluation(4).group(.heldOutInstances))
    let lines = EvaluationTextTable.textLines(group)
    #expect(
      lines[2].split(separator: " ") == ["one", "x", "0.500", "0.125", "0.312", "0.250", "1.500", "16"])
    #expect(lines[4].split(separator: " ") == ["all", "0.500", "0.125", "0.312", "0.250", "1.500", "16"])
    #expect(lines[5].hasSuffix("0.312"))
  }

  @Test func formatThatATaskLacks_isADash() {
    let rows = [
      EvaluationRow(task: "a", format: .zeroShot, examples: 1, correct: 1, targetTokens: 1, lossSum: 1),
      EvaluationRow(
        task: "b", format: .fewShotChainOfThought, examples: 1, correct: 0, targetTokens: 0, lossSum: 0),
    ]
    let lines = EvaluationTextTable.textLines(EvaluationGroup(name: .heldOutClusters, rows: rows))
    #expect(lines[2].split(separator: " ") == ["a", "1.000", "-", "1.000", "-", "1.000", "1"])
    #expect(lines[3].split(separator: " ") == ["b", "-", "0.000", "0.000", "-", "-", "1"])
  }

  @Test func clusters_addTheirTasksUp() {
    let rows = [("a", "x", 1), ("b", "x", 3), ("c", nil, 2)].map { task, cluster, correct in
      EvaluationRow(
        task: task, cluster: cluster, format: .zeroShot, examples: 4, correct: correct, targetTokens: 1,
        lossSum: 1)
    }
    let lines = EvaluationTextTable.textLines(
      EvaluationGroup(name: .heldOutClusters, rows: rows), by: .cluster)
    #expect(lines[2].split(separator: " ") == ["x", "2", "tasks", "0.500", "0.500", "-", "1.000", "8"])
    #expect(lines[3].split(separator: " ") == ["c", "1", "task", "0.500", "0.500", "-", "1.000", "4"])
  }
}
