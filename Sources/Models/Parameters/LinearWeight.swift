import Autograd

/// Names of the inputs that a compact weight is, in the order of its parts.
enum CompactName {
  static func all(_ parameter: String, _ format: CompactFormat) -> [String] {
    switch format {
    case .bfloat16: ["\(parameter).words"]
    case .int8: ["\(parameter).words", "\(parameter).steps"]
    }
  }
}

/// The weight of a linear layer in a program: as it is, or compact.
enum LinearWeight {
  case full(Tensor)
  case compact(CompactTensor)

  /// Rows `[rows, inner]` times each of the weights; in a decoding step all at once.
  static func products(_ rows: Tensor, _ weights: [LinearWeight]) -> [Tensor] {
    let compact = weights.compactMap { if case .compact(let weight) = $0 { weight } else { nil } }
    if !compact.isEmpty { return rows.projected(by: compact) }
    let full = weights.compactMap { if case .full(let weight) = $0 { weight } else { nil } }
    let isStep = rows.builder.summation == .fixedForFewRows && full.count > 1
    return isStep ? rows.projected(by: full) : full.map { rows.linear($0) }
  }
}

extension ParameterScope {
  /// The weight `name` of a linear layer of this scope, compact where the program takes it so.
  func weight(_ name: String) -> LinearWeight {
    guard let format = registry.format else { return .full(parameter(name)) }
    let full = prefix + name
    if let tensor = registry.compact[full] { return .compact(tensor) }
    guard let shape = registry.shapes[full] else {
      preconditionFailure("the model has no parameter '\(full)'")
    }
    let types = CompactRows.types(format, rows: shape[0], width: shape[1])
    let parts = zip(CompactName.all(full, format), types).map { registry.builder.input($0, $1) }
    let tensor = CompactTensor(format, rows: shape[0], width: shape[1], parts: parts)
    registry.compact[full] = tensor
    return .compact(tensor)
  }
}

extension Tensor {
  /// A linear layer without bias: `[..., input]` by weight `[output, input]` gives `[..., output]`.
  func linear(_ weight: LinearWeight) -> Tensor {
    switch weight {
    case .full(let weight): linear(weight)
    case .compact: LinearWeight.products(self, [weight])[0]
    }
  }
}
