import Autograd

/// A parameter of a model before it has values: its name, shape and first values.
public struct ParameterSpecification: Sendable, Hashable {
  /// The name, as in Hugging Face's checkpoints: `encoder.block.0.layer.0.SelfAttention.q.weight`.
  public let name: String
  /// The dimensions; a linear layer's are `[output, input]`.
  public let shape: Shape
  /// How first values are drawn.
  public let initializer: Initializer

  /// A parameter.
  public init(_ name: String, _ shape: Shape, _ initializer: Initializer) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
  }
}
