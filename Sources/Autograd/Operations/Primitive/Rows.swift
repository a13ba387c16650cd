// Operations that take rows of a table, or change them.

/// Rows of a table: `[rows, width]` indexed by int32 `[...]` gives `[..., width]`.
///
/// Indices must lie in the table: whoever makes token ids checks them against the vocabulary.
public struct Gather: Operation {
  public static let name = "gather"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands, in: 0..<1)
    try require(
      operands[0].shape.rank == 2 && operands[1].element == .int32, "takes a table and int32 indices",
      operands)
    return [.float32(Shape(operands[1].shape.dimensions + [operands[0].shape.innermost]))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (table, indices) = (pullback.operands[0], pullback.operands[1])
    return [pullback.cotangent.scatteredAdding(at: indices, rows: table.shape[0]), nil]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, bytes: 2 * results[0].byteCount + operands[1].byteCount)
  }
}

extension Tensor {
  /// The rows of this table `[rows, width]` at int32 `indices` `[...]`: `[..., width]`.
  public func gathered(at indices: Tensor) -> Tensor { builder.apply(Gather(), [self, indices])[0] }
}

/// A table of zeros to whose rows the rows of `[..., width]` are added at int32 indices `[...]`.
public struct ScatterAdd: Operation {
  public static let name = "scatterAdd"

  /// The number of rows of the table.
  public let rows: Int

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands, in: 0..<1)
    let shape = operands[0].shape
    try require(
      shape.rank >= 1 && operands[1] == .int32(Shape(Array(shape.dimensions.dropLast()))),
      "takes rows and one int32 index for each", operands)
    return [.float32([rows, shape.innermost])]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent.gathered(at: pullback.operands[1]), nil]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// A table `[rows, width]` of zeros with each row of `[..., width]` added to the row that its int32 index
  /// of `[...]` names.
  public func scatteredAdding(at indices: Tensor, rows: Int) -> Tensor {
    builder.apply(ScatterAdd(rows: rows), [self, indices])[0]
  }
}

/// A float32 tensor `[slots, length, width]` with one position of its first slots replaced: a key-value
/// cache's write.
///
/// Operands: the cache `[slots, length, width]`, the new rows `[rows, width]` (at most as many as slots),
/// int32 positions `[rows]`. Row r goes to slot r at its position.
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
  /// This cache `[slots, length, width]` with `rows` `[rows, width]` at `positions` `[rows]` of its first
  /// slots.
  public func updating(rows: Tensor, at positions: Tensor) -> Tensor {
    builder.apply(UpdateRows(), [self, rows, positions])[0]
  }
}
