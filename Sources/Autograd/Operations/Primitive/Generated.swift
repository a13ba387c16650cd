// Operations without operands, whose results follow from their attributes.

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
  /// A float32 tensor of `shape`, which may be `[]`, whose elements are all `value`.
  public func constant(_ value: Float, _ shape: Shape) -> Tensor {
    apply(Constant(value: value, type: .float32(shape)), [])[0]
  }

  /// An int32 tensor of `shape`, which may be `[]`, whose elements are all `value`.
  public func integerConstant(_ value: Int16, _ shape: Shape) -> Tensor {
    apply(Constant(value: Float(value), type: .int32(shape)), [])[0]
  }
}

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
  /// An int32 tensor of `shape` that counts from zero along `axis`: `[[0, 1, 2], [0, 1, 2]]` for `[2, 3]` and
  /// axis 1.
  public func iota(_ shape: Shape, axis: Int) -> Tensor { apply(Iota(shape: shape, axis: axis), [])[0] }
}

/// The relative-position bucket of every query-key pair: an int32 tensor `[query, key]`.
public struct RelativeBuckets: Operation {
  public static let name = "relativeBuckets"

  /// How distances fall into buckets.
  public let scheme: RelativePositionScheme
  /// The number of queries.
  public let queries: Int
  /// The number of keys.
  public let keys: Int

  public var attributes: String { "\(scheme)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(0, operands)
    return [.int32([queries, keys])]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [] }
}

extension ProgramBuilder {
  /// The buckets of every query-key pair, `[query, key]`.
  public func relativeBuckets(_ scheme: RelativePositionScheme, queries: Int, keys: Int) -> Tensor {
    apply(RelativeBuckets(scheme: scheme, queries: queries, keys: keys), [])[0]
  }
}
