// Conditions: comparisons give int32 1 or 0, a selection takes elements by them.

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
  /// int32 1 where the elements of two tensors `[...]` are equal, else 0.
  public func isEqual(to other: Tensor) -> Tensor {
    builder.apply(Compare(relation: .equal), [self, other])[0]
  }

  /// int32 1 where the element of `[...]` is less than the other's, else 0.
  public func isLess(than other: Tensor) -> Tensor {
    builder.apply(Compare(relation: .less), [self, other])[0]
  }
}

/// Elements of one float32 tensor where a condition holds (int32, not 0), of another where it does not.
public struct Select: Operation {
  public static let name = "select"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands, in: 1..<3)
    try require(
      operands[0] == .int32(operands[1].shape) && operands[1] == operands[2],
      "takes an int32 condition and two float32 tensors of one shape", operands)
    return [operands[1]]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (condition, cotangent) = (pullback.operands[0], pullback.cotangent)
    let zero = pullback.builder.constant(0, cotangent.shape)
    return [
      nil,
      pullback.needs[1] ? condition.select(cotangent, else: zero) : nil,
      pullback.needs[2] ? condition.select(zero, else: cotangent) : nil,
    ]
  }
}

extension Tensor {
  /// Elements of `chosen` where this int32 tensor is not zero, else elements of `other`; all three are
  /// `[...]`.
  public func select(_ chosen: Tensor, else other: Tensor) -> Tensor {
    builder.apply(Select(), [self, chosen, other])[0]
  }
}

/// The float32 tensor with the values of an int32 one.
public struct ConvertToFloat: Operation {
  public static let name = "convertToFloat"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try require(operands[0].element == .int32, "takes an int32 operand", operands)
    return [.float32(operands[0].shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }
}

extension Tensor {
  /// The same numbers `[...]` as float32.
  public func convertedToFloat() -> Tensor { builder.apply(ConvertToFloat(), [self])[0] }
}
