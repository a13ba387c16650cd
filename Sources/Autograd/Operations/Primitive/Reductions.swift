// Operations that take axes away.

/// The sum over some axes, which the result lacks.
public struct ReduceSum: Operation {
  public static let name = "reduceSum"

  /// The axes that are summed over, each counted from the outermost.
  public let axes: [Int]

  public var attributes: String { "axes: \(axes)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(
      Set(axes).count == axes.count && axes.allSatisfy(shape.dimensions.indices.contains),
      "\(axes) are not axes of it", operands)
    return [.float32(shape.removing(axes))]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let shape = pullback.operands[0].shape
    let kept = Shape(shape.dimensions.indices.map { axes.contains($0) ? 1 : shape[$0] })
    return [pullback.cotangent.reshaped(to: kept).broadcast(to: shape)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The sum over `axes`, which the result lacks: `[rows, width]` over axis 0 gives `[width]`.
  public func sum(over axes: [Int]) -> Tensor {
    axes.isEmpty ? self : builder.apply(ReduceSum(axes: axes), [self])[0]
  }

  /// The sum of all elements, a scalar `[]`.
  public func sum() -> Tensor { sum(over: Array(shape.dimensions.indices)) }

  /// The mean over `axes`, which the result lacks: `[rows, width]` over axis 0 gives `[width]`.
  public func mean(over axes: [Int]) -> Tensor {
    let count = axes.reduce(1) { $0 * shape[$1] }
    return sum(over: axes).scaled(by: 1 / Float(count))
  }

  /// The mean of all elements, a scalar `[]`.
  public func mean() -> Tensor { mean(over: Array(shape.dimensions.indices)) }
}

/// The largest element along the innermost axis, which the result lacks.
public struct ReduceMaximum: Operation {
  public static let name = "reduceMaximum"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(shape.rank >= 1 && shape.innermost >= 1, "takes an operand with an innermost axis", operands)
    return [.float32(shape.removing([shape.rank - 1]))]
  }

  /// Elements that share the maximum share its cotangent equally.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let x = pullback.operands[0]
    func spread(_ t: Tensor) -> Tensor {
      t.reshaped(to: x.shape.replacing(-1, with: 1)).broadcast(to: x.shape)
    }
    let holds = x.isEqual(to: spread(pullback.results[0])).convertedToFloat()
    let count = holds.sum(over: [x.shape.rank - 1])
    return [holds * spread(pullback.cotangent / count)]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The largest element along the innermost axis: of `[..., width]` `[...]`.
  public func maximumOverInnermost() -> Tensor { builder.apply(ReduceMaximum(), [self])[0] }
}
