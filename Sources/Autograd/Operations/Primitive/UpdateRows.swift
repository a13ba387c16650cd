/// A float32 tensor `[slots, length, width]` with one position of its first slots replaced: a key-value cache's write.
///
/// Operands: the cache `[slots, length, width]`, the new rows `[rows, width]` (at most as many as slots), int32
/// positions `[rows]`. Row r goes to slot r at its position.
public struct UpdateRows: Operation {
  public static let name = "updateRows"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands, in: 0..<2)
    let (cache, rows) = (operands[0].shape, operands[1].shape)
    try require(
      cache.rank == 3 && rows.rank == 2 && rows[1] == cache[2] && rows[0] <= cache[0]
        && operands[2] == .int32([rows[0]]),
      "takes a cache, a row for each of its first slots and their positions", operands)
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
  /// This cache `[slots, length, width]` with `rows` `[rows, width]` at `positions` `[rows]` of its first slots.
  public func updating(rows: Tensor, at positions: Tensor) -> Tensor {
    builder.apply(UpdateRows(), [self, rows, positions])[0]
  }
}
