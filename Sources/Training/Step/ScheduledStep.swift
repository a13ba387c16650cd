import Autograd
import Instructions
import Optimizers

/// A recipe's training step: what it is computed with, beside batch and tensors, follows from its number.
struct ScheduledStep {
  private let step: TrainingStep
  private let seed: UInt64
  private let optimizer: Adafactor
  private let schedule: Optimizers.LearningRateSchedule
  private let normalization: LossNormalization

  init(_ recipe: Recipe, _ step: TrainingStep) {
    self.step = step
    seed = UInt64(recipe.seed)
    optimizer = recipe.optimizer.adafactor
    schedule = recipe.optimizer.learningRates(steps: recipe.train.steps)
    normalization = recipe.loss.normalization
  }

  /// The learning rate of the step `index`, counted from 0.
  func rate(at index: Int) -> Double { schedule.rate(at: index) }

  /// Takes the step `index`, counted from 0.
  func run(_ batch: PackedBatch, at index: Int) -> TrainingStep.Outcome {
    step.run(
      batch, learningRate: rate(at: index), secondMomentDecay: optimizer.secondMomentDecay(at: index),
      lossScale: normalization.scale(targetTokens: batch.fill.targetTokens),
      key: RandomKey.elements(seed: seed, step: index))
  }

  /// Takes the step `index` as far as the numbers are finite.
  func runToFirstNonFinite(_ batch: PackedBatch, at index: Int) -> TrainingStep.NonFinite? {
    step.runToFirstNonFinite(
      batch, learningRate: rate(at: index), secondMomentDecay: optimizer.secondMomentDecay(at: index),
      lossScale: normalization.scale(targetTokens: batch.fill.targetTokens),
      key: RandomKey.elements(seed: seed, step: index))
  }
}
