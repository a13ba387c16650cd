/// The gradient of `RMSNorm`.
///
/// With n = x r (r the reciprocal root mean square) and g = dy weight:
/// dx = r (g - n mean(g n)), dweight = sum of dy n over all rows.
/// Operands: x, weight, r, dy. Results: dx, dweight.
public struct RMSNormGradient: FusedOperation {
  public static let name = "rmsNormGradient"

  /// The operation's epsilon.
  public let epsilon: Float

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(4, operands)
    try requireFloats(operands)
    try require(operands[3] == operands[0], "the cotangent has another shape than x", operands)
    return [operands[0], operands[1]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    RMSNorm(epsilon: epsilon).gradientDefinition(
      Array(operands[0..<2]), cotangents: [operands[3]], variables: [0, 1])
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 8 * operands[0].shape.count, reading: operands, writing: results)
  }
}
