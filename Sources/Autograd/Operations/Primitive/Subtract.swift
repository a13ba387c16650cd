/// a - b
public struct Subtract: ElementwiseBinary {
  public static let name = "subtract"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent, pullback.needs[1] ? -pullback.cotangent : nil]
  }
}

extension Tensor {
  /// The difference, element by element.
  public static func - (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Subtract(), [a, b])[0] }
}
