/// max(x, 0)
public struct Rectify: ElementwiseUnary {
  public static let name = "rectify"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let zero = pullback.builder.constant(0, pullback.cotangent.shape)
    return [zero.isLess(than: pullback.operands[0]).select(pullback.cotangent, else: zero)]
  }
}

extension Tensor {
  /// Each element, or zero where it is negative (ReLU).
  public func rectified() -> Tensor { builder.apply(Rectify(), [self])[0] }
}
