/// The float32 tensor with the values of an int32 one.
public struct ConvertToFloat: Operation {
  public static let name = "convertToFloat"

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try require(operands[0].element == .int32, "takes an int32 operand", operands)
    return [.float32(operands[0].shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }
}

extension Tensor {
  /// The same numbers as float32.
  public func convertedToFloat() -> Tensor { builder.apply(ConvertToFloat(), [self])[0] }
}
