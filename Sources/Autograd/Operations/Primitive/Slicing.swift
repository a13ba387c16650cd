// Operations that take a part of a tensor along an axis, and put it back among zeros.

/// A part of a tensor along one axis.
public struct Slice: Operation {
  public static let name = "slice"

  /// The axis.
  public let axis: Int
  /// The places along it that are taken.
  public let range: Range<Int>

  public var attributes: String { "axis: \(axis), range: \(range.lowerBound)..<\(range.upperBound)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    let shape = operands[0].shape
    try require(
      shape.dimensions.indices.contains(axis) && range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "has no places \(range.lowerBound)..<\(range.upperBound) on axis \(axis)", operands)
    return [TensorType(operands[0].element, shape.replacing(axis, with: range.count))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let size = pullback.operands[0].shape[axis]
    let spread = ZeroPadding(axis: axis, before: range.lowerBound, after: size - range.upperBound)
    return [pullback.builder.apply(spread, [pullback.cotangent])[0]]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, reading: results, writing: results)
  }
}

extension Tensor {
  /// The places `range` along an axis: of `[rows, 3, width]`, axis 1 and 0..<2, `[rows, 2, width]`.
  public func sliced(_ axis: Int, _ range: Range<Int>) -> Tensor {
    builder.apply(Slice(axis: axis, range: range), [self])[0]
  }
}

/// A float32 tensor with zeros before and behind it along one axis: what is a slice's gradient.
public struct ZeroPadding: Operation {
  public static let name = "zeroPadding"

  /// The axis.
  public let axis: Int
  /// The places of zeros in front.
  public let before: Int
  /// The places of zeros behind.
  public let after: Int

  public var attributes: String { "axis: \(axis), before: \(before), after: \(after)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      shape.dimensions.indices.contains(axis) && before >= 0 && after >= 0,
      "cannot be padded by \(before) and \(after) on axis \(axis)", operands)
    return [.float32(shape.replacing(axis, with: before + shape[axis] + after))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent.sliced(axis, before..<before + pullback.operands[0].shape[axis])]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 0, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The same with zeros around it along an axis: `[rows, 1, width]` by 1 and 1 on axis 1 gives
  /// `[rows, 3, width]`.
  public func zeroPadded(_ axis: Int, before: Int, after: Int) -> Tensor {
    builder.apply(ZeroPadding(axis: axis, before: before, after: after), [self])[0]
  }
}
