/// A tensor's name and shape, without its values.
public struct TensorDescription: Hashable, Sendable {
  /// The name, such as `encoder.block.0.layer.0.SelfAttention.q.weight`.
  public var name: String
  /// The dimensions, outermost first; none for a scalar.
  public var shape: [Int]

  /// Describes a tensor.
  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
