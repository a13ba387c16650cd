/// The square root of x
public struct SquareRoot: ElementwiseUnary {
  public static let name = "squareRoot"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [(pullback.cotangent / pullback.results[0]).scaled(by: 0.5)]
  }
}

extension Tensor {
  /// The square root of each element.
  public func squareRoot() -> Tensor { builder.apply(SquareRoot(), [self])[0] }
}
