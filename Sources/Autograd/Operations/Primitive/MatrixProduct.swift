/// The product of matrices, `[..., m, k]` by `[..., k, n]`, with either side taken transposed if asked.
///
/// Leading axes must be equal: one product for each of their indices.
public struct MatrixProduct: Operation {
  public static let name = "matrixProduct"

  /// Whether the left operand is given as `[..., k, m]`.
  public let transposesLeft: Bool
  /// Whether the right operand is given as `[..., n, k]`.
  public let transposesRight: Bool

  public var attributes: String {
    "transposed: \(transposesLeft ? "left" : "")\(transposesRight ? "right" : "")"
  }

  /// The sizes of one product.
  public struct Extent: Sendable, Hashable {
    /// How many products.
    public let batch: Int
    /// Rows of the result.
    public let rows: Int
    /// Columns of the result.
    public let columns: Int
    /// Terms of each sum.
    public let inner: Int
  }

  /// The sizes for operands that fit.
  public func extent(of operands: [TensorType]) -> Extent {
    let (left, right) = (operands[0].shape, operands[1].shape)
    return Extent(
      batch: left.dimensions.dropLast(2).reduce(1, *), rows: left[transposesLeft ? -1 : -2],
      columns: right[transposesRight ? -2 : -1], inner: left[transposesLeft ? -2 : -1])
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    let (left, right) = (operands[0].shape, operands[1].shape)
    try require(
      left.rank >= 2 && left.rank == right.rank
        && left.dimensions.dropLast(2) == right.dimensions.dropLast(2),
      "takes matrices with equal leading axes", operands)
    let extent = extent(of: operands)
    try require(extent.inner == right[transposesRight ? -1 : -2], "the inner dimensions differ", operands)
    return [.float32(left.replacing(-2, with: extent.rows).replacing(-1, with: extent.columns))]
  }

  /// For C = A B: dA = dC Bᵀ and dB = Aᵀ dC; the four cases keep every product a plain one.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (a, b, c) = (pullback.operands[0], pullback.operands[1], pullback.cotangent)
    let left: () -> Tensor = {
      transposesLeft
        ? b.times(c, transposingSelf: transposesRight, transposingOther: true)
        : c.times(b, transposingOther: !transposesRight)
    }
    let right: () -> Tensor = {
      transposesRight
        ? c.times(a, transposingSelf: true, transposingOther: transposesLeft)
        : a.times(c, transposingSelf: !transposesLeft)
    }
    return [pullback.needs[0] ? left() : nil, pullback.needs[1] ? right() : nil]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let extent = extent(of: operands)
    return Cost(
      floatingPointOperations: 2 * extent.batch * extent.rows * extent.columns * extent.inner,
      reading: operands, writing: results)
  }
}

extension Tensor {
  /// The matrix product of the two innermost axes: `[..., rows, inner]` times `[..., inner, columns]` gives
  /// `[..., rows, columns]`; a transposed operand has its last two axes the other way round.
  public func times(
    _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false
  ) -> Tensor {
    builder.apply(
      MatrixProduct(transposesLeft: transposingSelf, transposesRight: transposingOther), [self, other])[0]
  }
}
