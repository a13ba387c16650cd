/// A tensor repeated along its axes of size 1, to a larger shape of the same rank.
public struct Broadcast: Operation {
  public static let name = "broadcast"

  /// The larger shape.
  public let shape: Shape

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    let from = operands[0].shape
    try require(
      from.rank == shape.rank && zip(from.dimensions, shape.dimensions).allSatisfy { $0 == $1 || $0 == 1 },
      "cannot be broadcast to \(shape)", operands)
    return [TensorType(operands[0].element, shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let from = pullback.operands[0].shape
    let repeated = from.dimensions.indices.filter { from[$0] == 1 && shape[$0] != 1 }
    return [pullback.cotangent.sum(over: repeated).reshaped(to: from)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, reading: operands, writing: results)
  }
}

extension Tensor {
  /// Repeats axes of size 1 up to `shape`; leading axes that are missing here are taken as size 1.
  public func broadcast(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    let missing = [Int](repeating: 1, count: shape.rank - self.shape.rank)
    let aligned = reshaped(to: Shape(missing + self.shape.dimensions))
    return builder.apply(Broadcast(shape: shape), [aligned])[0]
  }
}
