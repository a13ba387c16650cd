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
  /// The sum over `axes`, which the result lacks.
  public func sum(over axes: [Int]) -> Tensor {
    axes.isEmpty ? self : builder.apply(ReduceSum(axes: axes), [self])[0]
  }

  /// The sum of all elements, a scalar.
  public func sum() -> Tensor { sum(over: Array(shape.dimensions.indices)) }

  /// The mean over `axes`, which the result lacks.
  public func mean(over axes: [Int]) -> Tensor {
    let count = axes.reduce(1) { $0 * shape[$1] }
    return sum(over: axes).scaled(by: 1 / Float(count))
  }

  /// The mean of all elements, a scalar.
  public func mean() -> Tensor { mean(over: Array(shape.dimensions.indices)) }
}
