/// The activation of a feed-forward layer without a gate, element by element: activation(x), `[..., width]`.
public struct Activation: FusedOperation {
  public static let name = "activation"

  /// The function.
  public let function: GateActivation

  /// An activation.
  public init(_ function: GateActivation) { self.function = function }

  public var attributes: String { function.rawValue }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] { [function.definition(operands[0])] }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    pullback.builder.apply(ActivationGradient(function), pullback.operands + [pullback.cotangent])
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 9 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// activation(self), element by element: `[..., width]` like self.
  public func activated(by function: GateActivation) -> Tensor {
    builder.apply(Activation(function), [self])[0]
  }
}

/// The gradient of `Activation`. Operands: x, dy. Result: dx. All `[..., width]`.
public struct ActivationGradient: FusedOperation {
  public static let name = "activationGradient"

  /// The function.
  public let function: GateActivation

  /// The gradient of an activation.
  public init(_ function: GateActivation) { self.function = function }

  public var attributes: String { function.rawValue }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    try require(operands[0] == operands[1], "takes operands of one shape", operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    Activation(function).gradientDefinition([operands[0]], cotangents: [operands[1]], variables: [0])
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 18 * operands[0].shape.count, reading: operands, writing: results)
  }
}
