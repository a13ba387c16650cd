/// The gradient of `GatedLinearUnit`. Operands: gate, linear, dy. Results: dgate, dlinear. All `[..., width]`.
public struct GatedLinearUnitGradient: FusedOperation {
  public static let name = "gatedLinearUnitGradient"

  /// The function of the gate.
  public let activation: GateActivation

  /// The gradient of a gated linear unit.
  public init(_ activation: GateActivation) { self.activation = activation }

  public var attributes: String { activation.rawValue }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands)
    try require(Set(operands).count == 1, "takes operands of one shape", operands)
    return [operands[0], operands[1]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    GatedLinearUnit(activation)
      .gradientDefinition(Array(operands[0..<2]), cotangents: [operands[2]], variables: [0, 1])
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 20 * operands[0].shape.count, reading: operands, writing: results)
  }
}
