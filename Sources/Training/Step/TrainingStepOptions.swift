import Models
import Optimizers

/// What one optimizer step needs to be recorded.
public struct TrainingStepOptions: Sendable {
  /// The loss.
  public var loss: LossOptions
  /// The optimizer.
  public var optimizer: any Optimizer
  /// Clipping of all gradients together, where there is any.
  public var clipping: GlobalNormClipping?
  /// The equal parts that the step's rows are computed in, one after the other; their gradients are added.
  public var accumulation: Int
  /// The blocks whose inner values the backward pass computes again.
  public var recomputed: RecomputedBlocks
  /// The names of the parameters that stay as they are: they take no gradient and no state.
  public var frozen: Set<String>

  /// Options of a step.
  public init(
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
