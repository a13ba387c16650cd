/// A tensor in a safetensors file: what the header says of it, checked.
public struct StoredTensor: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The type of its elements in the file.
  public let elementType: ElementType
  /// The dimensions, outermost first; none for a scalar.
  public let shape: [Int]
  /// Where its bytes stand in the file, little-endian and row-major.
  public let byteRange: Range<Int>

  /// The number of elements.
  public var elementCount: Int { byteRange.count / elementType.byteCount }
  /// Name and shape.
  public var description: TensorDescription { TensorDescription(name: name, shape: shape) }
}
