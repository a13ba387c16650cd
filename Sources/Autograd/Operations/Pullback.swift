/// What a pullback gets to work with.
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
