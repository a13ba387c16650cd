/// One kind of computation, with its attributes.
///
/// A conforming type says everything that is true of the operation on any hardware: its shape rule, its
/// pullback and its cost. How it is computed is a runtime's business, in an extension of the same type.
public protocol Operation: Sendable {
  /// The name in printed programs.
  static var name: String { get }

  /// The attributes in printed programs; empty when there are none.
  var attributes: String { get }

  /// The shape rule: the types of the results for operands of the given types.
  /// - Throws: `ShapeError` when the operands do not fit.
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType]

  /// Reverse mode: the cotangent of each operand, written in operations.
  ///
  /// Returns one entry per operand: `nil` where the operand takes no gradient or `pullback.needs` is false.
  func pullback(_ pullback: Pullback) -> [Tensor?]

  /// What one execution costs.
  func cost(operands: [TensorType], results: [TensorType]) -> Cost
}

extension Operation {
  /// The operation's name within a message.
  public var name: String { Self.name }

  public var attributes: String { "" }

  /// Every operand read once, every result written once, one floating-point operation per result element.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: results.reduce(0) { $0 + $1.shape.count }, reading: operands, writing: results)
  }
}

/// An operation that is also defined by simpler ones.
///
/// The runtime computes it in one go; the definition says what it computes. Tests hold one against the
/// other, and a runtime without a kernel for it can always fall back on the definition.
public protocol FusedOperation: Operation {
  /// The results in terms of primitive operations.
  func definition(_ operands: [Tensor]) -> [Tensor]
}
