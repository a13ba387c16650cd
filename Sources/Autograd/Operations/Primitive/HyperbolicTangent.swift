/// tanh x
public struct HyperbolicTangent: ElementwiseUnary {
  public static let name = "hyperbolicTangent"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let y = pullback.results[0]
    return [pullback.cotangent * (y * y).scaled(by: -1).offset(by: 1)]
  }
}

extension Tensor {
  /// The hyperbolic tangent of each element.
  public func hyperbolicTangent() -> Tensor { builder.apply(HyperbolicTangent(), [self])[0] }
}
