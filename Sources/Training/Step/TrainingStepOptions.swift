import Models
import Optimizers

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
