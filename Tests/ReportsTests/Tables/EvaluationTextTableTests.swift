import Testing

@testable import Evaluation
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

  /// Chance and the normalized score by task, by format and over all; with rationales the strict score and the phrase.
  @Test func chanceAndStrictScores_areShown() {
    let rows = [
      EvaluationRow(
        task: "a", format: .zeroShot, examples: 4, correct: 3, chance: 0.5, targetTokens: 1, lossSum: 1),
      EvaluationRow(
        task: "a", format: .zeroShotChainOfThought, examples: 4, correct: 2, chance: 0.5, strictCorrect: 1,
        withAnswerPhrase: 3, targetTokens: 1, lossSum: 1),
      EvaluationRow(
        task: "b", format: .zeroShot, examples: 8, correct: 8, chance: 1, targetTokens: 2, lossSum: 2),
    ]
    let lines = EvaluationTextTable.textLines(EvaluationGroup(name: .heldOutClusters, rows: rows))
    func cells(_ line: Int) -> [String] { lines[line].split(separator: " ").map(String.init) }
    #expect(
      lines[0].hasSuffix("exact match  chance  normalized  majority  strict  \"answer is\"   loss  examples"))
    #expect(
      cells(2) == ["a", "0.750", "0.500", "0.625", "0.500", "0.250", "-", "0.250", "0.750", "1.000", "8"])
    // Where guessing is always right, there is nothing to normalize.
    #expect(cells(3) == ["b", "1.000", "-", "1.000", "1.000", "-", "-", "-", "-", "1.000", "8"])
    #expect(
      cells(5)
        == ["all", "0.917", "0.500", "0.812", "0.750", "0.250", "-", "0.250", "0.750", "1.000", "16"])
    #expect(cells(6) == ["chance", "0.833", "0.500"] && cells(7) == ["normalized", "0.500", "0.000"])
    #expect(cells(8) == ["strict", "-", "0.250"])
    #expect(cells(9) == ["\"answer", "is\"", "-", "0.750"])
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
