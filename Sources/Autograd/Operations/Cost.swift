/// What an operation or a program costs to run once.
public struct Cost: Hashable, Sendable {
  /// Additions and multiplications (a multiply-add counts as two).
  public var floatingPointOperations: Int
  /// Bytes that must move if every operand is read once and every result written once.
  public var bytes: Int

  /// A cost.
  public init(floatingPointOperations: Int, bytes: Int) {
    self.floatingPointOperations = floatingPointOperations
    self.bytes = bytes
  }

  /// A cost whose bytes are those of the operands and results.
  public init(floatingPointOperations: Int, reading operands: [TensorType], writing results: [TensorType]) {
    self.floatingPointOperations = floatingPointOperations
    bytes = (operands + results).reduce(0) { $0 + $1.byteCount }
  }

  /// No cost.
  public static let zero = Cost(floatingPointOperations: 0, bytes: 0)

  /// The sum of two costs.
  public static func + (a: Cost, b: Cost) -> Cost {
    Cost(
      floatingPointOperations: a.floatingPointOperations + b.floatingPointOperations, bytes: a.bytes + b.bytes
    )
  }
}
