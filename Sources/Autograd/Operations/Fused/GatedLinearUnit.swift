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

/// The activation of a gated linear unit's gate: x times a smooth step between 0 and 1.
public enum GateActivation: String, Sendable, Hashable, CaseIterable {
  /// The tanh approximation of GELU (Hendrycks & Gimpel 2016), `gelu_new` in `transformers`; T5 v1.1 has it.
  ///
  ///     x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³)))
  case tanhGELU
  /// GELU itself, `gelu` in `transformers`: x / 2 (1 + erf(x / sqrt 2)).
  case exactGELU
  /// SiLU, also called Swish (Elfwing et al. 2017): x / (1 + e^-x); UL2 has it.
  case silu

  /// The activation of each element, in primitive operations.
  func definition(_ x: Tensor) -> Tensor {
    switch self {
    case .tanhGELU:
      let inner = (x + (x * x * x).scaled(by: 0.044715)).scaled(by: Float(2 / Double.pi).squareRoot())
      return x.scaled(by: 0.5) * inner.hyperbolicTangent().offset(by: 1)
    case .exactGELU:
      return x.scaled(by: 0.5) * x.scaled(by: Float(0.5).squareRoot()).errorFunction().offset(by: 1)
    case .silu:
      // The logistic function is (1 + tanh(x / 2)) / 2, which overflows nowhere.
      return x.scaled(by: 0.5) * x.scaled(by: 0.5).hyperbolicTangent().offset(by: 1)
    }
  }
}

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
