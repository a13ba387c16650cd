/// The logarithm of the sum of exponentials along the innermost axis: what turns logits into log-probabilities.
///
/// Operand: float32 `[rows, width]`. Result: float32 `[rows]`.
public struct LogSumExp: FusedOperation {
  public static let name = "logSumExp"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(shape.rank == 2 && shape[1] > 0, "takes rows of at least one element", operands)
    return [.float32([shape[0]])]
  }

  /// The maximum goes out first, since the exponential of a large logit is infinite.
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let x = operands[0]
    let maximum = x.maximumOverInnermost()
    return [(x - Self.spread(maximum, over: x)).exponential().sum(over: [1]).logarithm() + maximum]
  }

  /// The gradient is the softmax.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let x = pullback.operands[0]
    let softmax = (x - Self.spread(pullback.results[0], over: x)).exponential()
    return [softmax * Self.spread(pullback.cotangent, over: x)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 3 * operands[0].shape.count, reading: operands, writing: results)
  }

  private static func spread(_ t: Tensor, over x: Tensor) -> Tensor {
    t.reshaped(to: [t.shape[0], 1]).broadcast(to: x.shape)
  }
}

extension Tensor {
  /// The logarithm of the sum of the exponentials of every row of this tensor `[rows, width]`.
  public func logSumExp() -> Tensor { builder.apply(LogSumExp(), [self])[0] }
}
