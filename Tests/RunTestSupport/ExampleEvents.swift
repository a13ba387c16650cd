import Evaluation
import Runs

/// What a run tells, as an example.
package enum ExampleEvents {
  /// What is told of a step.
  package static let step = StepMetrics(
    step: 3, loss: 1.25, zLoss: 0.01, targetTokens: 100, inputTokens: 300, examples: 9, inputFill: 0.75,
    targetFill: 0.5,
    gradientNorm: 2, learningRate: 0.01, seconds: 0.5)

  /// What is told of an evaluation.
  package static let evaluation = EvaluationSummary(
    step: 5,
    groups: [
      EvaluationGroup(
        name: .heldOutInstances,
        rows: [
          EvaluationRow(
            task: "a", format: .zeroShot, examples: 10, correct: 5, majorityCorrect: 2, targetTokens: 30,
            lossSum: 60),
          EvaluationRow(
            task: "b", format: .fewShot, examples: 30, correct: 30, metric: .rougeL,
            metricReason: .longAnswers,
            scores: [.rougeL: 0.5, .chrF: 0.25], targetTokens: 10, lossSum: 20),
        ])
    ], isBest: true, seconds: 2)
}
