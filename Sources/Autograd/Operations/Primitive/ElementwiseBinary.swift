/// An operation of two float32 tensors of the same shape, element by element.
public protocol ElementwiseBinary: Operation {}

extension ElementwiseBinary {
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    try require(operands[0] == operands[1], "takes operands of one shape", operands)
    return [operands[0]]
  }
}
