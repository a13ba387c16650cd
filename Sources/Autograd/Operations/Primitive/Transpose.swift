/// The axes of a float32 tensor in another order.
public struct Transpose: Operation {
  public static let name = "transpose"

  /// Axis `i` of the result is axis `permutation[i]` of the operand.
  public let permutation: [Int]

  public var attributes: String { "permutation: \(permutation)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      permutation.sorted() == Array(0..<shape.rank), "\(permutation) is not an order of its axes", operands)
    return [.float32(Shape(permutation.map { shape[$0] }))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    var inverse = permutation
    for (to, from) in permutation.enumerated() { inverse[from] = to }
    return [pullback.cotangent.transposed(inverse)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The axes in the order of `permutation`: axis `i` of the result is axis `permutation[i]` here.
  public func transposed(_ permutation: [Int]) -> Tensor {
    builder.apply(Transpose(permutation: permutation), [self])[0]
  }
}
