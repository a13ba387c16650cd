/// c x for a constant c
public struct Scale: ElementwiseUnary {
  public static let name = "scale"

  /// The constant.
  public let factor: Float

  public var attributes: String { "factor: \(factor)" }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [pullback.cotangent.scaled(by: factor)] }
}

extension Tensor {
  /// Each element times `factor`.
  public func scaled(by factor: Float) -> Tensor { builder.apply(Scale(factor: factor), [self])[0] }

  /// Each element with the other sign.
  public static prefix func - (x: Tensor) -> Tensor { x.scaled(by: -1) }
}
