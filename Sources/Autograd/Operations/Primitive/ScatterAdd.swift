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
  /// A table of `rows` rows with each row here added to the row that its index names.
  public func scatteredAdding(at indices: Tensor, rows: Int) -> Tensor {
    builder.apply(ScatterAdd(rows: rows), [self, indices])[0]
  }
}
