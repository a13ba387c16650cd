/// A tensor of `Float`s to be written to a file: its description and a way to its values.
///
/// The values stay where they are until their turn comes, so that a model is written without a second copy
/// of it in memory.
public struct NamedTensor {
  /// Gets the tensor's values, or the next of them, in row-major order; valid only during the call.
  public typealias Body = (UnsafeBufferPointer<Float>) throws -> Void

  /// Name and shape.
  public let description: TensorDescription
  /// Calls its argument with the tensor's values: all at once, or, for safetensors files alone, piece by piece.
  public let withValues: (Body) throws -> Void

  /// The name.
  public var name: String { description.name }
  /// The dimensions, outermost first.
  public var shape: [Int] { description.shape }

  /// A tensor whose values are fetched, and may be computed, when they are written.
  public init(_ name: String, shape: [Int], withValues: @escaping (Body) throws -> Void) {
    description = TensorDescription(name: name, shape: shape)
    self.withValues = withValues
  }

  /// A tensor in memory that outlives the writing.
  public init(_ name: String, shape: [Int], memory: UnsafeBufferPointer<Float>) {
    self.init(name, shape: shape) { try $0(memory) }
  }

  /// A small tensor.
  public init(_ name: String, shape: [Int], values: [Float]) {
    self.init(name, shape: shape) { body in try values.withUnsafeBufferPointer(body) }
  }
}
