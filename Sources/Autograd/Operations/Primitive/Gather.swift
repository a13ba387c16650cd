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
  /// The rows of this table at `indices`.
  public func gathered(at indices: Tensor) -> Tensor { builder.apply(Gather(), [self, indices])[0] }
}
