/// A tensor's name and shape, without its values.
package struct TensorDescription: Hashable, Sendable {
  /// The name, such as `encoder.block.0.layer.0.SelfAttention.q.weight`.
  package var name: String
  /// The dimensions, outermost first; none for a scalar.
  package var shape: [Int]

  /// Describes a tensor.
  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}

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
  /// Elements of the file from one index to the next, by dimension; `nil` where the elements stand one after
  /// the other in row-major order, as they always do in safetensors files.
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

/// A tensor of `Float`s to be written to a file: its description and a way to its values.
///
/// The values stay where they are until their turn comes, so that a model is written without a second copy
/// of it in memory.
package struct NamedTensor {
  /// Gets the tensor's values, or the next of them, in row-major order; valid only during the call.
  package typealias Body = (UnsafeBufferPointer<Float>) throws -> Void

  /// Name and shape.
  package let description: TensorDescription
  /// Calls its argument with the tensor's values: all at once, or, for safetensors files alone, piece by
  /// piece.
  package let withValues: (Body) throws -> Void

  /// The name.
  package var name: String { description.name }
  /// The dimensions, outermost first.
  package var shape: [Int] { description.shape }

  /// A tensor whose values are fetched, and may be computed, when they are written.
  package init(_ name: String, shape: [Int], withValues: @escaping (Body) throws -> Void) {
    description = TensorDescription(name: name, shape: shape)
    self.withValues = withValues
  }

  /// A tensor in memory that outlives the writing.
  package init(_ name: String, shape: [Int], memory: UnsafeBufferPointer<Float>) {
    self.init(name, shape: shape) { try $0(memory) }
  }

  /// A small tensor.
  package init(_ name: String, shape: [Int], values: [Float]) {
    self.init(name, shape: shape) { body in try values.withUnsafeBufferPointer(body) }
  }
}

/// Brings the elements of a view with strides into row-major order.
enum StridedElements {
  /// Copies elements from `source`, whose first byte is the view's first element, to `destination`, which
  /// holds exactly them.
  /// - Parameters:
  ///   - range: which of the view's elements, in row-major order.
  ///   - size: the bytes of an element.
  static func gather(
    _ range: Range<Int>, shape: [Int], strides: [Int], size: Int, from source: UnsafeRawBufferPointer,
    to destination: UnsafeMutableRawBufferPointer
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress, let inner = shape.last,
      let step = strides.last, inner > 0
    else { return }
    var element = range.lowerBound
    while element < range.upperBound {
      // The rest of a row, or of the range.
      let column = element % inner
      let count = min(inner - column, range.upperBound - element)
      var place = column * step
      var rest = element / inner
      for (dimension, stride) in zip(shape, strides).dropLast().reversed() {
        place += rest % dimension * stride
        rest /= dimension
      }
      for index in 0..<count {
        let written = to + (element - range.lowerBound + index) * size
        written.copyMemory(from: from + (place + index * step) * size, byteCount: size)
      }
      element += count
    }
  }
}
