import Autograd
import Foundation

/// Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019), as torch.optim.AdamW and
/// optax.adamw compute it: the decay is in proportion to the learning rate.
public struct AdamW: Optimizer, Hashable {
  /// The name.
  public static let name = "AdamW"

  /// The share of the first moment that a step keeps.
  public var beta1: Double
  /// The share of the second moment that a step keeps.
  public var beta2: Double
  /// Added to the root of the second moment, after its bias has been corrected.
  public var epsilon: Float
  /// The share of a parameter that a step takes away, times the learning rate.
  public var weightDecay: Float
  /// Whether the moments, which begin as zeros, are scaled up to what they estimate.
  public var correctsBias: Bool
  /// Whether weight decay is for norms and biases too.
  public var decaysNormsAndBiases: Bool

  /// An optimizer; the defaults are those of torch and optax, but for weight decay, of which there is none.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0,
    correctsBias: Bool = true, decaysNormsAndBiases: Bool = false
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.correctsBias = correctsBias
    self.decaysNormsAndBiases = decaysNormsAndBiases
  }

  /// The two moments, each of the parameter's shape.
  public func slots(for parameter: String, _ shape: Shape) -> [OptimizerSlot] {
    ["first_moment", "second_moment"].map { OptimizerSlot(name: "\(parameter)/\($0)", shape: shape) }
  }

  /// The learning rate, and what corrects the bias of the moments: 1 / (1 - beta^t) at step t, counted from
  /// 1.
  public func scalars(at step: Int, learningRate: Double) -> StepScalars {
    func correction(_ beta: Double) -> Double {
      correctsBias ? 1 / (1 - Foundation.pow(beta, Double(step + 1))) : 1
    }
    return StepScalars(
      learningRate: learningRate,
      ["firstMomentCorrection": correction(beta1), "secondMomentCorrection": correction(beta2)])
  }

  /// The update.
  public func update(of parameter: String, _ shape: Shape) -> any StateUpdate {
    AdamWUpdate(
      beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: decays(parameter, shape) ? weightDecay : 0)
  }

  /// Whether weight decay is for a parameter: norms and biases are vectors, but for the tables of relative
  /// position biases, which have it in their name.
  public func decays(_ parameter: String, _ shape: Shape) -> Bool {
    decaysNormsAndBiases || shape.rank > 1 && !parameter.contains("bias")
  }
}
