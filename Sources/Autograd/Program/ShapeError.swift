/// Operands that do not fit an operation's shape rule.
public struct ShapeError: Error, Hashable, CustomStringConvertible {
  /// The operation's name.
  public let operation: String
  /// The types of the operands that were given.
  public let operands: [TensorType]
  /// What the rule asks for.
  public let requirement: String

  /// A violation of an operation's shape rule.
  public init(operation: String, operands: [TensorType], requirement: String) {
    self.operation = operation
    self.operands = operands
    self.requirement = requirement
  }

  public var description: String {
    "\(operation) of (\(operands.map(\.description).joined(separator: ", "))): \(requirement)"
  }
}

extension Operation {
  /// Throws a `ShapeError` about `operands` unless `condition` holds.
  func require(
    _ condition: Bool, _ requirement: @autoclosure () -> String, _ operands: [TensorType]
  ) throws(ShapeError) {
    if !condition { throw ShapeError(operation: name, operands: operands, requirement: requirement()) }
  }

  /// Throws a `ShapeError` unless there are `count` operands.
  func requireCount(_ count: Int, _ operands: [TensorType]) throws(ShapeError) {
    try require(operands.count == count, "takes \(count) operands", operands)
  }

  /// Throws a `ShapeError` unless the operands from `first` on are float32.
  func requireFloats(_ operands: [TensorType], in range: Range<Int>? = nil) throws(ShapeError) {
    let checked = operands[range ?? operands.indices]
    try require(checked.allSatisfy { $0.element == .float32 }, "takes float32 operands", operands)
  }
}
