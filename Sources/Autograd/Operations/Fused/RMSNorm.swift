/// Root-mean-square normalisation (Zhang & Sennrich 2019), T5's layer norm: no mean, no bias.
///
///     y = x / sqrt(mean(x²) + epsilon) * weight
///
/// Operands: x `[..., width]`, weight `[width]`. Results: y `[..., width]` and the reciprocal of the root mean
/// square `[...]`, which the gradient needs.
public struct RMSNorm: FusedOperation {
  public static let name = "rmsNorm"

  /// Added to the mean square; 1e-6 in T5.
  public let epsilon: Float

  /// A normalisation.
  public init(epsilon: Float) { self.epsilon = epsilon }

  public var attributes: String { "epsilon: \(epsilon)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      shape.rank >= 1 && operands[1].shape == [shape.innermost], "takes x [..., width] and weight [width]",
      operands)
    return [operands[0], .float32(Shape(Array(shape.dimensions.dropLast())))]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (x, weight) = (operands[0], operands[1])
    let inverse = (x * x).mean(over: [x.shape.rank - 1]).offset(by: epsilon).reciprocalSquareRoot()
    let spread = inverse.reshaped(to: x.shape.replacing(-1, with: 1)).broadcast(to: x.shape)
    return [x * spread * weight.broadcast(to: x.shape), inverse]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { self.pullback(pullback, addingTo: [nil, nil]) }

  /// The gradient of x goes on top of what x has already: in a residual network that is the gradient of the branch's other side.
  public func pullback(_ pullback: Pullback, addingTo collected: [Tensor?]) -> [Tensor?] {
    let gradients = pullback.builder.apply(
      RMSNormGradient(epsilon: epsilon),
      pullback.operands + [pullback.results[1], pullback.cotangent] + collected.prefix(1).compactMap { $0 })
    return [gradients[0], collected[1].map { $0 + gradients[1] } ?? gradients[1]]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 4 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// Root-mean-square normalisation over the innermost axis, times `weight` `[width]`.
  public func normalized(by weight: Tensor, epsilon: Float) -> Tensor {
    builder.apply(RMSNorm(epsilon: epsilon), [self, weight])[0]
  }
}

/// The gradient of `RMSNorm`.
///
/// With n = x r (r the reciprocal root mean square) and g = dy weight:
/// dx = r (g - n mean(g n)), dweight = sum of dy n over all rows.
/// Operands: x, weight, r, dy, and, where there is one, a gradient of x to which this one is added. Results: dx, dweight.
public struct RMSNormGradient: FusedOperation {
  public static let name = "rmsNormGradient"

  /// The operation's epsilon.
  public let epsilon: Float

  /// The gradient of a normalisation.
  public init(epsilon: Float) { self.epsilon = epsilon }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try require([4, 5].contains(operands.count), "takes four or five operands", operands)
    try requireFloats(operands)
    try require(
      operands[3...].allSatisfy { $0 == operands[0] }, "a cotangent has another shape than x", operands)
    return [operands[0], operands[1]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let gradients = RMSNorm(epsilon: epsilon).gradientDefinition(
      Array(operands[0..<2]), cotangents: [operands[3]], variables: [0, 1])
    return [operands.count == 5 ? operands[4] + gradients[0] : gradients[0], gradients[1]]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 8 * operands[0].shape.count, reading: operands, writing: results)
  }
}
