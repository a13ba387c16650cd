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

  /// The same, with each cotangent added to what the operand has from instructions that came later; an
  /// operation whose gradient can add in the same pass over memory says so here.
  ///
  /// - Parameter collected: the cotangent of each operand so far; `nil` where there is none.
  func pullback(_ pullback: Pullback, addingTo collected: [Tensor?]) -> [Tensor?]

  /// What one execution costs.
  func cost(operands: [TensorType], results: [TensorType]) -> Cost
}

extension Operation {
  /// The operation's name within a message.
  public var name: String { Self.name }

  public var attributes: String { "" }

  public func pullback(_ pullback: Pullback, addingTo collected: [Tensor?]) -> [Tensor?] {
    zip(collected, self.pullback(pullback)).map { sum, own in
      own.map { own in sum.map { $0 + own } ?? own } ?? sum
    }
  }

  /// Every operand read once, every result written once, one floating-point operation per result element.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: results.reduce(0) { $0 + $1.shape.count }, reading: operands, writing: results)
  }
}

/// An operation that moves nothing: it has as many results as operands, and each has the elements of the operand in
/// its place, perhaps under other dimensions. Runtimes give both the same memory.
public protocol AliasOperation: Operation {}

extension AliasOperation {
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost { .zero }
}

/// What a pullback (a vector-Jacobian product) gets to work with.
public struct Pullback {
  /// The operands of the operation.
  public let operands: [Tensor]
  /// Its results.
  public let results: [Tensor]
  /// The cotangent of each result; `nil` where the loss does not depend on that result.
  public let cotangents: [Tensor?]
  /// Whether the cotangent of each operand is wanted.
  public let needs: [Bool]

  /// The program that is being recorded.
  public var builder: ProgramBuilder { operands[0].builder }

  /// The cotangent of the first result, for operations whose other results take none.
  public var cotangent: Tensor {
    precondition(
      cotangents.dropFirst().allSatisfy { $0 == nil }, "the loss depends on a result that takes no gradient")
    guard let cotangent = cotangents[0] else {
      preconditionFailure("a pullback is only called when the first result has a cotangent")
    }
    return cotangent
  }
}

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
