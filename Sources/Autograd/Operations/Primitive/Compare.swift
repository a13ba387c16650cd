/// A comparison of two tensors of the same type, element by element: int32 1 where it holds, else 0.
public struct Compare: Operation {
  public static let name = "compare"

  /// Which comparison.
  public enum Relation: String, Sendable, CaseIterable {
    /// a = b
    case equal
    /// a < b
    case less
  }

  /// The comparison.
  public let relation: Relation

  public var attributes: String { relation.rawValue }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try require(operands[0] == operands[1], "takes operands of one type", operands)
    return [.int32(operands[0].shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil, nil] }
}

extension Tensor {
  /// int32 1 where the elements are equal, else 0.
  public func isEqual(to other: Tensor) -> Tensor {
    builder.apply(Compare(relation: .equal), [self, other])[0]
  }

  /// int32 1 where the element is less than the other's, else 0.
  public func isLess(than other: Tensor) -> Tensor {
    builder.apply(Compare(relation: .less), [self, other])[0]
  }
}
