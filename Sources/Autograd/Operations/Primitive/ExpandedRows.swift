/// A weight that `CompactRows` has made compact, in float32 again: as it was rounded.
///
/// Operands: the results of `CompactRows`. Result: float32 `[rows, width]`.
public struct ExpandedRows: Operation {
  public static let name = "expandedRows"

  /// The form of the elements.
  public let format: CompactFormat
  /// The weight's dimensions.
  public let rows, width: Int

  /// The operation.
  public init(_ format: CompactFormat, rows: Int, width: Int) {
    (self.format, self.rows, self.width) = (format, rows, width)
  }

  public var attributes: String { "\(format.rawValue), rows: \(rows), width: \(width)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let types = CompactRows.types(format, rows: rows, width: width)
    try require(operands == types, "takes the compact rows \(types)", operands)
    return [.float32([rows, width])]
  }

  /// What is rounded is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { pullback.operands.map { _ in nil } }
}

extension CompactTensor {
  /// The weight in float32, `[rows, width]`.
  public func expanded() -> Tensor {
    parts[0].builder.apply(ExpandedRows(format, rows: rows, width: width), parts)[0]
  }
}
