/// A tensor in a weights file: what the file says of it, checked.
package struct StoredTensor: Hashable, Sendable {
  /// The name.
  package let name: String
  /// The type of its elements in the file.
  package let elementType: ElementType
  /// The dimensions, outermost first; none for a scalar.
  package let shape: [Int]
  /// Where its bytes stand in the file, little-endian: from its first to its last element.
  package let byteRange: Range<Int>
  /// Elements of the file from one index to the next, by dimension; `nil` where the elements stand one after the other
  /// in row-major order, as they always do in safetensors files.
  package let strides: [Int]?

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
  package var elementCount: Int {
    strides == nil ? byteRange.count / elementType.byteCount : shape.reduce(1, *)
  }
  /// Name and shape.
  package var description: TensorDescription { TensorDescription(name: name, shape: shape) }
}
