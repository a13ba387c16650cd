/// A tensor of `Float`s to be written to a file: its description and a way to its values.
///
/// The values stay where they are until their turn comes, so that a model is written without a second copy
/// of it in memory.
package struct NamedTensor {
  /// Gets the tensor's values, or the next of them, in row-major order; valid only during the call.
  package typealias Body = (UnsafeBufferPointer<Float>) throws -> Void

  /// Name and shape.
  package let description: TensorDescription
  /// Calls its argument with the tensor's values: all at once, or, for safetensors files alone, piece by piece.
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
