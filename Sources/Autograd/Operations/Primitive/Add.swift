/// a + b
public struct Add: ElementwiseBinary {
  public static let name = "add"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent, pullback.cotangent]
  }
}

extension Tensor {
  /// The sum, element by element.
  public static func + (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Add(), [a, b])[0] }
}
