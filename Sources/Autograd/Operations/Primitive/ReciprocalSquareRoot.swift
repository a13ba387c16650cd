/// One over the square root of x
public struct ReciprocalSquareRoot: ElementwiseUnary {
  public static let name = "reciprocalSquareRoot"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    // d x^(-1/2) = -1/2 x^(-3/2), and x^(-3/2) is the cube of the result.
    let root = pullback.results[0]
    return [(pullback.cotangent * root * root * root).scaled(by: -0.5)]
  }
}

extension Tensor {
  /// One over the square root of each element.
  public func reciprocalSquareRoot() -> Tensor { builder.apply(ReciprocalSquareRoot(), [self])[0] }
}
