import Autograd
import Instructions
import Optimizers

extension Recipe {
  /// What the step `index`, counted from 0, is computed with beside its batch and the tensors: it follows from the step's
  /// number.
  func inputs(ofStep index: Int, _ batch: PackedBatch) -> TrainingStep.Inputs {
    TrainingStep.Inputs(
      scalars: optimizer.rule.scalars(at: index, learningRate: learningRate(ofStep: index)),
      lossScale: loss.normalization.scale(targetTokens: batch.fill.targetTokens),
      randomKey: RandomKey.elements(seed: UInt64(seed), step: index))
  }

  /// The learning rate of the step `index`, counted from 0.
  func learningRate(ofStep index: Int) -> Double {
    optimizer.learningRates(steps: train.steps).rate(at: index)
  }
}

extension LossNormalization {
  /// What the sum of the tokens' losses is multiplied by.
  func scale(targetTokens: Int) -> Double {
    switch self {
    case .targetTokens: 1 / Double(max(targetTokens, 1))
    case .sum: 1
    case .constant(let divisor): 1 / divisor
    }
  }
}
