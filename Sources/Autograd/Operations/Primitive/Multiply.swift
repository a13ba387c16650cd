/// a b
public struct Multiply: ElementwiseBinary {
  public static let name = "multiply"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (a, b, cotangent) = (pullback.operands[0], pullback.operands[1], pullback.cotangent)
    return [pullback.needs[0] ? cotangent * b : nil, pullback.needs[1] ? cotangent * a : nil]
  }
}

extension Tensor {
  /// The product, element by element.
  public static func * (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Multiply(), [a, b])[0] }
}
