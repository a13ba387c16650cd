/// A float32 tensor `[outer, length, width]` with the rows at one position replaced: a key-value cache's write.
///
/// Operands: the cache `[outer, length, width]`, the new rows `[outer, 1, width]`, the int32 scalar position.
public struct UpdateRows: Operation {
  public static let name = "updateRows"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands, in: 0..<2)
    let cache = operands[0].shape
    try require(
      cache.rank == 3 && operands[1].shape == cache.replacing(1, with: 1) && operands[2] == .int32([]),
      "takes a cache, rows of length 1 and a position", operands)
    return [operands[0]]
  }

  /// Caches are for decoding, which has no backward pass.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    preconditionFailure("a key-value cache is not part of a differentiated program")
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, bytes: 2 * operands[1].byteCount)
  }
}

extension Tensor {
  /// This cache `[outer, length, width]` with `rows` at `position` of the middle axis.
  public func updating(rows: Tensor, at position: Tensor) -> Tensor {
    builder.apply(UpdateRows(), [self, rows, position])[0]
  }
}
