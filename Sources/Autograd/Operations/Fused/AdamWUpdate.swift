/// One step of Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019).
///
///     m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g²
///     step = rate (m / c1) / (sqrt(v / c2) + epsilon)
///     parameter = (1 - rate weightDecay) parameter - step
///
/// Operands: parameter, gradient, first moment m, second moment v (all of one shape); learning rate `[]` and the
/// corrections of the moments' bias towards zero, 1 / c1 `[]` and 1 / c2 `[]`, where c = 1 - beta^t at step t, counted
/// from 1. Results: the new parameter and moments, the root mean square of the step `[]`, the sum of the squared gradient
/// `[]`.
public struct AdamWUpdate: FusedOperation, StateUpdate {
  public static let name = "adamWUpdate"

  /// The share of the old first moment that a step keeps.
  public let beta1: Double
  /// The share of the old second moment that a step keeps.
  public let beta2: Double
  /// Added to the root of the second moment; above 0.
  public let epsilon: Float
  /// The share of the parameter that a step takes off, times the learning rate.
  public let weightDecay: Float

  /// An update; the betas are double precision, since float32 has 1 - beta2 to four digits only.
  public init(beta1: Double, beta2: Double, epsilon: Float, weightDecay: Float) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var attributes: String {
    "beta1: \(beta1), beta2: \(beta2), epsilon: \(epsilon), weightDecay: \(weightDecay)"
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(7, operands)
    try requireFloats(operands)
    try require(
      operands[1...3].allSatisfy { $0 == operands[0] } && operands[4...].allSatisfy { $0.shape == [] },
      "takes parameter, gradient and two moments of one shape, three scalars", operands)
    return [operands[0], operands[2], operands[3], .float32([]), .float32([])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (parameter, gradient, rate) = (operands[0], operands[1], operands[4])
    let shape = parameter.shape
    func average(_ old: Tensor, _ new: Tensor, _ beta: Double) -> Tensor {
      old.scaled(by: Float(beta)) + new.scaled(by: Float(1 - beta))
    }
    let first = average(operands[2], gradient, beta1)
    let second = average(operands[3], gradient * gradient, beta2)
    let size = (second * operands[6].broadcast(to: shape)).squareRoot().offset(by: epsilon)
    let step = first * (rate * operands[5]).broadcast(to: shape) / size
    let kept =
      weightDecay == 0
      ? parameter : parameter * rate.scaled(by: -weightDecay).offset(by: 1).broadcast(to: shape)
    return [
      kept - step, first, second, (step * step).mean().squareRoot(), (gradient * gradient).sum(),
    ]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 18 * operands[0].shape.count, reading: operands, writing: results)
  }
}
