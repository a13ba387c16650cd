import Instructions
import Models
import Runs

extension TrainingStep {
  /// What a step tells, as the run's metrics have it.
  /// - Parameter step: its number, counted from 1.
  package func metrics(
    _ outcome: Outcome, _ batch: PackedBatch, _ inputs: Inputs, step: Int, seconds: Double = 0
  ) -> StepMetrics {
    let counted = Double(max(batch.countedTokens(by: programs.model), 1))
    let fill = batch.fill
    return StepMetrics(
      step: step, loss: outcome.crossEntropy / counted, zLoss: outcome.zLoss.map { $0 / counted },
      targetTokens: fill.targetTokens, inputTokens: fill.inputTokens,
      examples: batch.segments.reduce(0) { $0 + $1.count }, inputFill: fill.inputs, targetFill: fill.targets,
      gradientNorm: outcome.gradientNorm, updateRMS: updateSize(outcome),
      learningRate: inputs.scalars.learningRate, seconds: seconds)
  }

  /// The root mean square of the step over all trained parameters together.
  private func updateSize(_ outcome: Outcome) -> Double {
    let squares = programs.trained.reduce(0.0) { sum, specification in
      let size = outcome.stepSizes[specification.name] ?? 0
      return sum + size * size * Double(specification.shape.count)
    }
    return (squares / Double(programs.trainedCount)).squareRoot()
  }
}
