// Operations that give the same elements another order or shape.

/// The same elements in the same order under other dimensions.
public struct Reshape: AliasOperation {
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
}

extension Tensor {
  /// The same elements under other dimensions: `[2, 6]` to `[3, 4]`.
  public func reshaped(to shape: Shape) -> Tensor {
    shape == self.shape ? self : builder.apply(Reshape(shape: shape), [self])[0]
  }
}

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
  /// The axes in the order of `permutation`: axis `i` of the result is axis `permutation[i]` here, so that 0,
  /// 2, 1, 3 makes `[batch, token, head, width]` of `[batch, head, token, width]`.
  public func transposed(_ permutation: [Int]) -> Tensor {
    builder.apply(Transpose(permutation: permutation), [self])[0]
  }
}

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
  /// Repeats axes of size 1 up to `shape`, such as `[1, width]` to `[rows, width]`; leading axes that are
  /// missing here are taken as size 1.
  public func broadcast(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    let missing = [Int](repeating: 1, count: shape.rank - self.shape.rank)
    let aligned = reshaped(to: Shape(missing + self.shape.dimensions))
    return builder.apply(Broadcast(shape: shape), [aligned])[0]
  }
}
