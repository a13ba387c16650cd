/// The rows of a matrix quantized to int8, symmetrically and with a scale for each row, and how far that is
/// from them: what a search for the best row looks at first.
///
/// Operand: float32 `[rows, width]`. Results: int32 `[rows, words]` and float32 `[rows, 3]`: the step between
/// neighbouring numbers, the norm of what rounding took from the row, and the row's own norm.
///
/// Element i is round(x / step), from -127 to 127, with the step that takes the largest magnitude to 127.
/// Every 32 elements are eight words of four bytes; from the lowest on, word k has elements 2 k, 2 k + 16, 2
/// k + 1 and 2 k + 17, so that both halves of its 16-bit parts come out by shifts. Elements beyond the width
/// are zero. A row without numbers that can be rounded so (all below 1e-15 in magnitude) has zeros and step
/// 0, and rounding took all of it; one that has larger numbers than 1e15, infinite ones or none at all has
/// zeros too, and its norms are infinite.
public struct RoundedRows: Operation {
  public static let name = "roundedRows"

  /// Elements that are put into words together.
  public static let group = 32
  /// The magnitude of the largest element of a row.
  public static let largest = 127
  /// The largest elements of rows that can be rounded.
  public static let range: ClosedRange<Float> = 1e-15...1e15

  /// The operation.
  public init() {}

  /// Words for rows of `width` elements.
  public static func words(_ width: Int) -> Int { (width + group - 1) / group * (group / 4) }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(shape.rank == 2, "takes rows [rows, width]", operands)
    return [.int32([shape[0], Self.words(shape[1])]), .float32([shape[0], 3])]
  }

  /// What is only looked at is not differentiated.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }
}

extension Tensor {
  /// The rows of this tensor `[rows, width]` in 8 bits an element, and what `LinearArgmax` has to know of
  /// them.
  public func roundedRows() -> (words: Tensor, bounds: Tensor) {
    let results = builder.apply(RoundedRows(), [self])
    return (results[0], results[1])
  }
}
