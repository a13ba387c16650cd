/// The products of one matrix of rows with several compact (quantized) weights, each taken transposed: as
/// `Projections`, with a half or a quarter of the bytes to be read.
///
/// Operands: x `[rows, inner]` and of each weight `[columns, inner]` what `CompactRows` makes of it. Results: x weightᵀ
/// `[rows, columns]` of each weight, as it was rounded.
public struct CompactProjections: FusedOperation {
  public static let name = "compactProjections"

  /// The form of the weights' elements.
  public let format: CompactFormat
  /// The columns of every weight.
  public let columns: [Int]

  /// The operation.
  public init(_ format: CompactFormat, columns: [Int]) { (self.format, self.columns) = (format, columns) }

  public var attributes: String { "\(format.rawValue), columns: \(columns)" }

  /// Operands of each weight.
  private var parts: Int { CompactRows.types(format, rows: 0, width: 0).count }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try require(!columns.isEmpty, "takes x and at least one weight", operands)
    try requireCount(1 + columns.count * parts, operands)
    try requireFloats(operands, in: 0..<1)
    let x = operands[0].shape
    try require(x.rank == 2, "takes x [rows, inner]", operands)
    let types = columns.flatMap { CompactRows.types(format, rows: $0, width: x[1]) }
    try require(Array(operands.dropFirst()) == types, "takes compact weights \(types)", operands)
    return columns.map { .float32([x[0], $0]) }
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    columns.indices.map {
      operands[0].times(weight($0, operands).expanded(), transposingOther: true)
    }
  }

  private func weight(_ index: Int, _ operands: [Tensor]) -> CompactTensor {
    CompactTensor(
      format, rows: columns[index], width: operands[0].shape[1],
      parts: Array(operands[(1 + index * parts)..<(1 + (index + 1) * parts)]))
  }

  /// For y = x wᵀ: dx = dy w, summed over the weights. What is rounded is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    var left: Tensor?
    for (index, cotangent) in pullback.cotangents.enumerated() where pullback.needs[0] {
      guard let part = cotangent?.times(weight(index, pullback.operands).expanded()) else { continue }
      left = left.map { $0 + part } ?? part
    }
    return [left] + pullback.operands.dropFirst().map { _ in nil }
  }

  /// A multiply-add for every element; of the weights only compact ones are read.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let products = results.reduce(0) { $0 + $1.shape.count }
    return Cost(
      floatingPointOperations: 2 * products * operands[0].shape[1], reading: operands, writing: results)
  }
}

extension Tensor {
  /// The products of these rows `[rows, inner]` with each of `weights` `[columns, inner]`, which have one format, `[rows, columns]`.
  public func projected(by weights: [CompactTensor]) -> [Tensor] {
    guard let first = weights.first else { return [] }
    return builder.apply(
      CompactProjections(first.format, columns: weights.map(\.rows)), [self] + weights.flatMap(\.parts))
  }
}
