/// Vectors without their mean: y = x - mean(x) over the innermost axis. With a root-mean-square norm behind it, this is layer
/// normalisation (Ba et al. 2016).
///
/// Operand: x `[..., width]`. Result: y like x. The operation is linear and symmetric, so its gradient is itself.
public struct Centering: FusedOperation {
  public static let name = "centering"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    try require(
      operands[0].shape.rank >= 1 && operands[0].shape.innermost >= 1,
      "takes vectors of at least one element",
      operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let x = operands[0]
    let mean = x.mean(over: [x.shape.rank - 1]).reshaped(to: x.shape.replacing(-1, with: 1))
    return [x - mean.broadcast(to: x.shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [pullback.cotangent.centered()] }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 2 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// Vectors `[..., width]` without their mean.
  public func centered() -> Tensor { builder.apply(Centering(), [self])[0] }
}
