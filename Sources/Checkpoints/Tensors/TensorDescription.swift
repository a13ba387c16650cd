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
