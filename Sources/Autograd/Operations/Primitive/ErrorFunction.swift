/// erf x = 2 / sqrt(pi) times the integral of e^(-t²) from 0 to x
public struct ErrorFunction: ElementwiseUnary {
  public static let name = "errorFunction"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let x = pullback.operands[0]
    let slope = (x * x).scaled(by: -1).exponential().scaled(by: Float(2 / Double.pi.squareRoot()))
    return [pullback.cotangent * slope]
  }
}

extension Tensor {
  /// The error function of each element.
  public func errorFunction() -> Tensor { builder.apply(ErrorFunction(), [self])[0] }
}
