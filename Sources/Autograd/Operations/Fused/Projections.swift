/// The products of one matrix of rows with several weights, each taken transposed.
///
/// In a decoding step's few rows the time is that of reading the weights: made together, threads meet once for all, and the rows are
/// brought to each of them once.
/// Operands: x `[rows, inner]` and weights `[columns, inner]`. Results: x weightᵀ `[rows, columns]` of each weight.
public struct Projections: FusedOperation {
  public static let name = "projections"

  /// The operation.
  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireFloats(operands)
    try require(operands.count > 1, "takes x and at least one weight", operands)
    let (x, weights) = (operands[0].shape, operands.dropFirst().map(\.shape))
    try require(
      x.rank == 2 && weights.allSatisfy { $0.rank == 2 && $0[1] == x[1] },
      "takes x [rows, inner] and weights [columns, inner]", operands)
    return weights.map { .float32([x[0], $0[0]]) }
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    operands.dropFirst().map { operands[0].times($0, transposingOther: true) }
  }

  /// For y = x wᵀ: dx = dy w, summed over the weights, and dw = dyᵀ x.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (x, weights) = (pullback.operands[0], pullback.operands.dropFirst())
    var left: Tensor?
    var right: [Tensor?] = []
    for (index, (weight, cotangent)) in zip(weights, pullback.cotangents).enumerated() {
      right.append(pullback.needs[index + 1] ? cotangent?.times(x, transposingSelf: true) : nil)
      guard pullback.needs[0], let part = cotangent?.times(weight) else { continue }
      left = left.map { $0 + part } ?? part
    }
    return [left] + right
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let products = results.reduce(0) { $0 + $1.shape.count }
    return Cost(
      floatingPointOperations: 2 * products * operands[0].shape[1], reading: operands, writing: results)
  }
}

extension Tensor {
  /// The products of these rows `[rows, inner]` with each of `weights` `[columns, inner]`, `[rows, columns]`.
  public func projected(by weights: [Tensor]) -> [Tensor] { builder.apply(Projections(), [self] + weights) }
}
