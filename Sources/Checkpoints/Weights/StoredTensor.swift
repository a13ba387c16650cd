/// A tensor in a weights file: what the file says of it, checked.
public struct StoredTensor: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The type of its elements in the file.
  public let elementType: ElementType
  /// The dimensions, outermost first; none for a scalar.
  public let shape: [Int]
  /// Where its bytes stand in the file, little-endian: from its first to its last element.
  public let byteRange: Range<Int>
  /// Elements of the file from one index to the next, by dimension; `nil` where the elements stand one after the other
  /// in row-major order, as they always do in safetensors files.
  public let strides: [Int]?

  init(
    name: String, elementType: ElementType, shape: [Int], byteRange: Range<Int>, strides: [Int]? = nil
  ) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.byteRange = byteRange
    self.strides = strides
  }

  /// The number of elements.
  public var elementCount: Int {
    strides == nil ? byteRange.count / elementType.byteCount : shape.reduce(1, *)
  }
  /// Name and shape.
  public var description: TensorDescription { TensorDescription(name: name, shape: shape) }
}
