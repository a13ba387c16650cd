/// The larger of a and b; where they are equal the cotangent goes to a.
public struct Maximum: ElementwiseBinary {
  public static let name = "maximum"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (a, b, cotangent) = (pullback.operands[0], pullback.operands[1], pullback.cotangent)
    let zero = pullback.builder.constant(0, cotangent.shape)
    let bIsLarger = a.isLess(than: b)
    return [
      pullback.needs[0] ? bIsLarger.select(zero, else: cotangent) : nil,
      pullback.needs[1] ? bIsLarger.select(cotangent, else: zero) : nil,
    ]
  }
}

extension Tensor {
  /// The larger of the two, element by element.
  public func maximum(_ other: Tensor) -> Tensor { builder.apply(Maximum(), [self, other])[0] }
}
