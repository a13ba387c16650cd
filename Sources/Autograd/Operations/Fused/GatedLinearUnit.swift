/// A gated linear unit (Shazeer 2020, "GLU Variants Improve Transformer"): activation(gate) * linear, both
/// `[..., width]`.
public struct GatedLinearUnit: FusedOperation {
  public static let name = "gatedLinearUnit"

  /// The function of the gate.
  public let activation: GateActivation

  /// A gated linear unit.
  public init(_ activation: GateActivation) { self.activation = activation }

  public var attributes: String { activation.rawValue }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    try require(operands[0] == operands[1], "takes operands of one shape", operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    [activation.definition(operands[0]) * operands[1]]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    pullback.builder.apply(GatedLinearUnitGradient(activation), pullback.operands + [pullback.cotangent])
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 10 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// activation(self) * linear, element by element: `[..., width]` like both.
  public func gating(_ linear: Tensor, _ activation: GateActivation) -> Tensor {
    builder.apply(GatedLinearUnit(activation), [self, linear])[0]
  }
}
