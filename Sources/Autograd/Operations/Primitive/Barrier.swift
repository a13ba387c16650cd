/// Its operands as they are, which a compiler may not look through.
///
/// What is computed from the results is not merged with what the same operations make of the operands elsewhere, and
/// no result is there before all operands are. Reverse mode puts it where a recomputed region begins: a compiler that
/// merges equal computations would else keep what was to be made again. A runtime that computes what it is told gives
/// results and operands the same memory.
///
/// Operands: tensors of any types, at least one. Results: of the same types, in the same order.
public struct Barrier: AliasOperation {
  public static let name = "barrier"

  /// The operation.
  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try require(!operands.isEmpty, "takes at least one operand", operands)
    return operands
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { pullback.cotangents }
}

extension ProgramBuilder {
  /// The tensors `[...]` behind a barrier, in their order.
  public func barrier(_ tensors: [Tensor]) -> [Tensor] { apply(Barrier(), tensors) }
}
