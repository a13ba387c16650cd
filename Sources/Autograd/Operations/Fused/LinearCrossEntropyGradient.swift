/// The gradient of `LinearCrossEntropy`.
///
/// dlogits = dlse softmax(logits) + dlabel onehot(label); dhidden = dlogits weight; dweight = dlogitsᵀ hidden.
/// Operands: those of the operation, the log-sum-exp, and the cotangents of both results. Results: dhidden,
/// dweight.
public struct LinearCrossEntropyGradient: FusedOperation {
  public static let name = "linearCrossEntropyGradient"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(7, operands)
    try require(
      operands[4...].allSatisfy { $0 == operands[3] }, "takes one cotangent for each token", operands)
    return [operands[0], operands[1]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    LinearCrossEntropy().gradientDefinition(
      Array(operands[0..<4]), cotangents: [operands[5], operands[6]], variables: [0, 1])
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  /// Three products: the logits again, and one for each gradient.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let products = operands[0].shape.count * operands[1].shape[0]
    return Cost(floatingPointOperations: 6 * products, reading: operands, writing: results)
  }
}
