/// A tensor whose elements are all the same number.
public struct Constant: Operation {
  public static let name = "constant"

  /// The number; a whole one where the element type is int32.
  public let value: Float
  /// The type of the tensor.
  public let type: TensorType

  public var attributes: String { "value: \(value)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(0, operands)
    return [type]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [] }
}

extension ProgramBuilder {
  /// A float32 tensor of `shape` whose elements are all `value`.
  public func constant(_ value: Float, _ shape: Shape) -> Tensor {
    apply(Constant(value: value, type: .float32(shape)), [])[0]
  }

  /// An int32 tensor of `shape` whose elements are all `value`.
  public func integerConstant(_ value: Int16, _ shape: Shape) -> Tensor {
    apply(Constant(value: Float(value), type: .int32(shape)), [])[0]
  }
}
