/// The gradient of `Attention`.
///
/// Operands: those of the attention, its two results, and the cotangent of its output. Results: the cotangents
/// of query, key and value, and of the bias table where there is one.
public struct AttentionGradient: FusedOperation {
  public static let name = "attentionGradient"

  /// The operation that this is the gradient of.
  public let attention: Attention

  public var attributes: String { attention.attributes }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(attention.operandCount + 3, operands)
    try require(operands[operands.count - 1] == operands[0], "the cotangent has another shape", operands)
    return Array(operands[0..<3]) + (attention.biasOperand.map { [operands[$0]] } ?? [])
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    attention.gradientDefinition(
      Array(operands.prefix(attention.operandCount)), cotangents: [operands[operands.count - 1]],
      variables: [0, 1, 2] + (attention.biasOperand.map { [$0] } ?? []))
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  /// Five products: the scores again, and two for each side.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: 10 * attention.productCount(operands[0].shape, operands[1].shape),
      reading: operands, writing: results)
  }
}
