/// The index of the largest element along the innermost axis, the first where several are equal; int32.
public struct ArgumentMaximum: Operation {
  public static let name = "argumentMaximum"

  /// How many elements, from the first on, are candidates; the rest is padding that must never be chosen.
  public let candidates: Int

  public var attributes: String { "candidates: \(candidates)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      shape.rank >= 1 && (1...max(shape.innermost, 1)).contains(candidates),
      "has no \(candidates) candidates along its innermost axis", operands)
    return [.int32(shape.removing([shape.rank - 1]))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The index of the largest of the first `candidates` elements (all of them by default) along the innermost
  /// axis.
  public func argumentMaximum(candidates: Int? = nil) -> Tensor {
    builder.apply(ArgumentMaximum(candidates: candidates ?? shape.innermost), [self])[0]
  }
}
