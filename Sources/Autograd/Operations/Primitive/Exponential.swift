/// e to the power of x
public struct Exponential: ElementwiseUnary {
  public static let name = "exponential"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent * pullback.results[0]]
  }
}

extension Tensor {
  /// e to the power of each element.
  public func exponential() -> Tensor { builder.apply(Exponential(), [self])[0] }
}
