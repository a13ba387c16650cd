/// Elements of one float32 tensor where a condition holds (int32, not 0), of another where it does not.
public struct Select: Operation {
  public static let name = "select"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands, in: 1..<3)
    try require(
      operands[0] == .int32(operands[1].shape) && operands[1] == operands[2],
      "takes an int32 condition and two float32 tensors of one shape", operands)
    return [operands[1]]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (condition, cotangent) = (pullback.operands[0], pullback.cotangent)
    let zero = pullback.builder.constant(0, cotangent.shape)
    return [
      nil,
      pullback.needs[1] ? condition.select(cotangent, else: zero) : nil,
      pullback.needs[2] ? condition.select(zero, else: cotangent) : nil,
    ]
  }
}

extension Tensor {
  /// Elements of `chosen` where this int32 tensor is not zero, else elements of `other`.
  public func select(_ chosen: Tensor, else other: Tensor) -> Tensor {
    builder.apply(Select(), [self, chosen, other])[0]
  }
}
