/// x + c for a constant c
public struct Offset: ElementwiseUnary {
  public static let name = "offset"

  /// The constant.
  public let amount: Float

  public var attributes: String { "amount: \(amount)" }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [pullback.cotangent] }
}

extension Tensor {
  /// Each element plus `amount`.
  public func offset(by amount: Float) -> Tensor { builder.apply(Offset(amount: amount), [self])[0] }
}
