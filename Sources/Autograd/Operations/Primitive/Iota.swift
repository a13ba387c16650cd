/// An int32 tensor that counts 0, 1, 2, ... along one axis.
public struct Iota: Operation {
  public static let name = "iota"

  /// The dimensions of the tensor.
  public let shape: Shape
  /// The axis along which it counts.
  public let axis: Int

  public var attributes: String { "axis: \(axis)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(0, operands)
    try require(shape.dimensions.indices.contains(axis), "axis \(axis) is not one of \(shape)", operands)
    return [.int32(shape)]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [] }
}

extension ProgramBuilder {
  /// An int32 tensor of `shape` that counts from zero along `axis`.
  public func iota(_ shape: Shape, axis: Int) -> Tensor { apply(Iota(shape: shape, axis: axis), [])[0] }
}
