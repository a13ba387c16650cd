import Autograd

/// The values of a model's parameters, in a runtime's memory, by name.
public final class ParameterStore {
  /// The parameters, in the model's order.
  public let specifications: [ParameterSpecification]
  /// The memory of each parameter, by name: what programs that use the model are bound to.
  public let storage: [String: any TensorStorage]
  /// What the weights were rounded to by `round(to:runtime:)`.
  public internal(set) var format = WeightFormat.float32
  /// The programs that made weights compact, and hold them, by the parameter's name.
  var compacted: [String: any PreparedProgram] = [:]

  /// Memory for the parameters, filled with zeros.
  public init(_ specifications: [ParameterSpecification], runtime: any Runtime) {
    self.specifications = specifications
    storage = Dictionary(
      zip(
        specifications.map(\.name),
        runtime.makeStorages(specifications.map { .float32($0.shape) }, for: .weight)),
      uniquingKeysWith: { first, _ in first })
  }

  /// The memory of the parameter called `name`, which must be one of the model's.
  public subscript(name: String) -> any TensorStorage {
    guard let storage = storage[name] else { preconditionFailure("the model has no parameter '\(name)'") }
    return storage
  }

  /// Draws every parameter's first values.
  public func initialize(seed: UInt64) { initialize(specifications, seed: seed) }

  /// Draws the first values of some of the parameters.
  public func initialize(_ some: [ParameterSpecification], seed: UInt64) {
    for specification in some {
      self[specification.name].withMutableBytes {
        specification.initializer.fill($0.bindMemory(to: Float.self), seed: seed, name: specification.name)
      }
    }
  }

  /// The number of values in all parameters.
  public var count: Int { specifications.reduce(0) { $0 + $1.shape.count } }

  /// The first parameter that holds a value that is not finite, with that value's place.
  /// - Throws: what the runtime throws where a device does not give a parameter.
  public func firstNonFinite() throws -> (name: String, index: Int)? {
    for specification in specifications {
      try self[specification.name].fetch()
      let index = self[specification.name].withBytes { bytes in
        bytes.bindMemory(to: Float.self).firstIndex { !$0.isFinite }
      }
      if let index { return (specification.name, index) }
    }
    return nil
  }
}

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
