/// The largest elements along the innermost axis, the largest first; of equal ones the first comes first.
///
/// Operand: float32 `[rows, width]`. Results: the elements, float32 `[rows, count]`, and their indices, int32
/// `[rows, count]`.
public struct TopK: Operation {
  public static let name = "topK"

  /// How many elements of a row are wanted.
  public let count: Int
  /// How many elements of a row, from the first on, are candidates; the rest is padding that must never be
  /// chosen.
  public let candidates: Int

  public var attributes: String { "count: \(count), candidates: \(candidates)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      shape.rank == 2 && (1...max(shape.innermost, 1)).contains(candidates)
        && (1...candidates).contains(count),
      "has no \(count) of \(candidates) candidates along its innermost axis", operands)
    return [.float32([shape[0], count]), .int32([shape[0], count])]
  }

  /// A choice is not differentiable; what was chosen is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The `count` largest of the first `candidates` elements of every row of this tensor `[rows, width]`, and
  /// their indices.
  public func largest(_ count: Int, candidates: Int) -> (values: Tensor, indices: Tensor) {
    let results = builder.apply(TopK(count: count, candidates: candidates), [self])
    return (results[0], results[1])
  }
}
