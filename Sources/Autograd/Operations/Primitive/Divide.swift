/// a / b
public struct Divide: ElementwiseBinary {
  public static let name = "divide"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (b, cotangent) = (pullback.operands[1], pullback.cotangent)
    return [
      pullback.needs[0] ? cotangent / b : nil,
      pullback.needs[1] ? -(cotangent * pullback.results[0] / b) : nil,
    ]
  }
}

extension Tensor {
  /// The quotient, element by element.
  public static func / (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Divide(), [a, b])[0] }
}
