/// The same elements in the same order under other dimensions.
public struct Reshape: Operation {
  public static let name = "reshape"

  /// The new dimensions.
  public let shape: Shape

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try require(operands[0].shape.count == shape.count, "cannot be reshaped to \(shape)", operands)
    return [TensorType(operands[0].element, shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent.reshaped(to: pullback.operands[0].shape)]
  }

  /// A reshape moves nothing: runtimes give both values the same memory.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost { .zero }
}

extension Tensor {
  /// The same elements under other dimensions.
  public func reshaped(to shape: Shape) -> Tensor {
    shape == self.shape ? self : builder.apply(Reshape(shape: shape), [self])[0]
  }
}
