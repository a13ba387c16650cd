import Autograd

/// Gives model code its parameters by name while a program is recorded.
///
/// Names are joined with dots, so that `scope["encoder"]["block.0"].parameter("layer.0.layer_norm.weight")`
/// reads as the checkpoint does.
public struct ParameterScope {
  /// The parameters of one recording; each becomes an input of the program when it is first asked for.
  final class Registry {
    let builder: ProgramBuilder
    let shapes: [String: Shape]
    /// In what form `weight` gives weights of linear layers; `nil` as they are.
    let format: CompactFormat?
    /// What is added to the weights of linear layers, and the random key that its dropout draws under.
    let adaptation: (adapter: LowRankAdapter, key: Tensor?)?
    var tensors: [String: Tensor] = [:]
    var compact: [String: CompactTensor] = [:]

    init(
      _ builder: ProgramBuilder, _ specifications: [ParameterSpecification], _ format: CompactFormat?,
      _ adaptation: (adapter: LowRankAdapter, key: Tensor?)?
    ) {
      self.adaptation = adaptation
      self.builder = builder
      self.format = format
      shapes = Dictionary(specifications.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    }
  }

  let registry: Registry
  let prefix: String
  /// Where rows are joined, the places of what its linear layers take, for an adapter's dropout.
  private(set) var joined: JoinedPlaces?

  init(
    _ builder: ProgramBuilder, _ specifications: [ParameterSpecification], format: CompactFormat? = nil,
    adaptation: (adapter: LowRankAdapter, key: Tensor?)? = nil
  ) {
    registry = Registry(builder, specifications, format, adaptation)
    prefix = ""
  }

  private init(registry: Registry, prefix: String, joined: JoinedPlaces?) {
    self.registry = registry
    self.prefix = prefix
    self.joined = joined
  }

  /// The scope of a part of the model.
  subscript(name: String) -> ParameterScope {
    ParameterScope(registry: registry, prefix: prefix + name + ".", joined: joined)
  }

  /// The same scope for layers that take vectors of other places.
  func taking(_ joined: JoinedPlaces?) -> ParameterScope {
    ParameterScope(registry: registry, prefix: prefix, joined: joined)
  }

  /// Whether an adapter drops elements of what its linear layers take.
  var dropsInputs: Bool { registry.adaptation.map { $0.adapter.dropout > 0 && $0.key != nil } ?? false }

  /// The parameter `name` of this scope.
  func parameter(_ name: String) -> Tensor {
    let full = prefix + name
    if let tensor = registry.tensors[full] { return tensor }
    guard let shape = registry.shapes[full] else {
      preconditionFailure("the model has no parameter '\(full)'")
    }
    let tensor = registry.builder.input(full, .float32(shape))
    registry.tensors[full] = tensor
    return tensor
  }
}

extension Tensor {
  /// A linear layer without bias: `[..., input]` by weight `[output, input]` gives `[..., output]`.
  func linear(_ weight: Tensor) -> Tensor {
    let rows = reshaped(to: [shape.outerCount, shape.innermost])
    return rows.times(weight, transposingOther: true).reshaped(to: shape.replacing(-1, with: weight.shape[0]))
  }
}
