import Autograd
import Instructions
import Models
import Optimizers
import Recipes

/// What one optimizer step needs to be recorded.
package struct TrainingStepOptions: Sendable {
  /// The loss.
  package var loss: LossOptions
  /// The optimizer.
  package var optimizer: any Optimizer
  /// Clipping of all gradients together, where there is any.
  package var clipping: GlobalNormClipping?
  /// The equal parts that the step's rows are computed in, one after the other; their gradients are added.
  package var accumulation: Int
  /// The blocks whose inner values the backward pass computes again.
  package var recomputed: RecomputedBlocks
  /// The names of the parameters that stay as they are: they take no gradient and no state.
  package var frozen: Set<String>

  /// Options of a step.
  package init(
    loss: LossOptions, optimizer: any Optimizer, clipping: GlobalNormClipping?, accumulation: Int = 1,
    recomputed: RecomputedBlocks = .none, frozen: Set<String> = []
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.clipping = clipping
    self.accumulation = accumulation
    self.recomputed = recomputed
    self.frozen = frozen
  }
}

extension Recipe {
  /// What the step `index`, counted from 0, is computed with beside its batch and the tensors: it follows
  /// from the step's number.
  package func inputs(
    ofStep index: Int, _ batch: PackedBatch, _ model: any LanguageModel
  ) -> TrainingStep.Inputs {
    TrainingStep.Inputs(
      scalars: optimizer.rule.scalars(at: index, learningRate: learningRate(ofStep: index)),
      lossScale: loss.normalization.scale(tokens: batch.countedTokens(by: model)),
      randomKey: RandomKey.elements(seed: UInt64(seed), step: index))
  }

  /// The learning rate of the step `index`, counted from 0.
  package func learningRate(ofStep index: Int) -> Double {
    optimizer.learningRates(steps: train.steps).rate(at: index)
  }
}

extension PackedBatch {
  /// The tokens that a model's loss is a sum over: those of targets, and those of prompts that it learns.
  package func countedTokens(by model: any LanguageModel) -> Int {
    segments.joined().reduce(fill.targetTokens) { $0 + model.learnedTokens(ofPrompt: $1.inputRange.count) }
  }
}

extension LossNormalization {
  /// What the sum of the losses of the tokens that count is multiplied by.
  package func scale(tokens: Int) -> Double {
    switch self {
    case .targetTokens: 1 / Double(max(tokens, 1))
    case .sum: 1
    case .constant(let divisor): 1 / divisor
    }
  }
}

extension RandomKey {
  /// The key of a part of a step, so that parts draw different masks; the first has the step's own.
  /// - Parameter key: `elements(seed:step:)` of the step.
  package static func elements(ofPart part: Int, in key: [Int32]) -> [Int32] {
    // An odd factor: different parts of a step never have the same key.
    let shift = UInt32(truncatingIfNeeded: part) &* 0x9E37_79B9
    var key = key
    key[1] ^= Int32(truncatingIfNeeded: shift)
    return key
  }
}
