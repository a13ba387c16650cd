/// The largest element along the innermost axis, which the result lacks.
public struct ReduceMaximum: Operation {
  public static let name = "reduceMaximum"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(shape.rank >= 1 && shape.innermost >= 1, "takes an operand with an innermost axis", operands)
    return [.float32(shape.removing([shape.rank - 1]))]
  }

  /// Elements that share the maximum share its cotangent equally.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let x = pullback.operands[0]
    func spread(_ t: Tensor) -> Tensor {
      t.reshaped(to: x.shape.replacing(-1, with: 1)).broadcast(to: x.shape)
    }
    let holds = x.isEqual(to: spread(pullback.results[0])).convertedToFloat()
    let count = holds.sum(over: [x.shape.rank - 1])
    return [holds * spread(pullback.cotangent / count)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The largest element along the innermost axis.
  public func maximumOverInnermost() -> Tensor { builder.apply(ReduceMaximum(), [self])[0] }
}
