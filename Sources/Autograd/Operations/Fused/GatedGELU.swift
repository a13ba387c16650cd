/// The gated GELU (Shazeer 2020) with the tanh approximation: gelu(gate) * linear, both `[..., width]`.
///
///     gelu(x) = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³)))
public struct GatedGELU: FusedOperation {
  public static let name = "gatedGELU"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    try require(operands[0] == operands[1], "takes operands of one shape", operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (x, linear) = (operands[0], operands[1])
    let inner = (x + (x * x * x).scaled(by: 0.044715)).scaled(by: Float(2 / Double.pi).squareRoot())
    let gelu = x.scaled(by: 0.5) * inner.hyperbolicTangent().offset(by: 1)
    return [gelu * linear]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    pullback.builder.apply(GatedGELUGradient(), pullback.operands + [pullback.cotangent])
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 10 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// gelu(self) * linear.
  public func gatedGELU(_ linear: Tensor) -> Tensor { builder.apply(GatedGELU(), [self, linear])[0] }
}
