/// The natural logarithm of x
public struct Logarithm: ElementwiseUnary {
  public static let name = "logarithm"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent / pullback.operands[0]]
  }
}

extension Tensor {
  /// The natural logarithm of each element.
  public func logarithm() -> Tensor { builder.apply(Logarithm(), [self])[0] }
}
