import Autograd
import Instructions
import Optimizers
import Recipes

extension Recipe {
  /// What the step `index`, counted from 0, is computed with beside its batch and the tensors: it follows from the step's
  /// number.
  package func inputs(ofStep index: Int, _ batch: PackedBatch) -> TrainingStep.Inputs {
    TrainingStep.Inputs(
      scalars: optimizer.rule.scalars(at: index, learningRate: learningRate(ofStep: index)),
      lossScale: loss.normalization.scale(targetTokens: batch.fill.targetTokens),
      randomKey: RandomKey.elements(seed: UInt64(seed), step: index))
  }

  /// The learning rate of the step `index`, counted from 0.
  package func learningRate(ofStep index: Int) -> Double {
    optimizer.learningRates(steps: train.steps).rate(at: index)
  }
}

extension LossNormalization {
  /// What the sum of the tokens' losses is multiplied by.
  package func scale(targetTokens: Int) -> Double {
    switch self {
    case .targetTokens: 1 / Double(max(targetTokens, 1))
    case .sum: 1
    case .constant(let divisor): 1 / divisor
    }
  }
}
