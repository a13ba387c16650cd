import Evaluation
import Instructions
import Testing

@testable import Inference

@Suite struct ModelIndexTests {
  private func summary(_ scores: [AnswerMetric: Double]?) -> EvaluationSummary {
    let row = EvaluationRow(
      task: "a", format: .zeroShot, examples: 4, correct: 1, scores: scores, targetTokens: 8, lossSum: 2)
    return EvaluationSummary(
      step: 1, groups: [EvaluationGroup(name: .heldOutClusters, rows: [row])], seconds: 0)
  }

  @Test func `every metric that has a score is there, by the hub's name`() {
    let scores = Dictionary(
      uniqueKeysWithValues: AnswerMetric.graded.enumerated().map { ($1, Double($0 + 1) / 8) })
    let lines = ModelIndex(summary(scores)).lines(model: "m: \"x\"")
    #expect(
      lines.prefix(9) == [
        "metrics:", "- exact_match", "- f1", "- rouge", "- bleu", "- chrf", "model-index:",
        "- name: \"m: \\\"x\\\"\"", "  results:",
      ])
    let values = lines.filter { $0.contains("value:") }
    #expect(values.count == AnswerMetric.allCases.count && values[0] == "      value: 0.250000")
    #expect(lines.contains("      name: \"ROUGE-L\"") && lines.last == "      value: 0.750000")
  }

  @Test func `summaries of earlier versions have exact match alone`() {
    let lines = ModelIndex(summary(nil)).lines(model: "m")
    #expect(lines.prefix(3) == ["metrics:", "- exact_match", "model-index:"])
  }

  @Test func `without scores there is nothing`() {
    let none = EvaluationSummary(step: 0, groups: [], seconds: 0)
    #expect(ModelIndex(none).lines(model: "m").isEmpty)
    let empty = EvaluationGroup(name: .heldOutInstances, rows: [])
    #expect(ModelIndex(EvaluationSummary(step: 0, groups: [empty], seconds: 0)).lines(model: "m").isEmpty)
  }
}
