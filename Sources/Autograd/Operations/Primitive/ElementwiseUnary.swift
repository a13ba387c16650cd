/// An operation of one float32 tensor, element by element.
public protocol ElementwiseUnary: Operation {}

extension ElementwiseUnary {
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    return [operands[0]]
  }
}
