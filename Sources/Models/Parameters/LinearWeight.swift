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

/// The weight of a linear layer in a program: as it is, or compact (quantized), and what an adapter adds to
/// it.
struct LinearWeight {
  /// How the weight itself is kept.
  enum Form {
    case full(Tensor)
    case compact(CompactTensor)
  }

  /// The low-rank weights beside it: A `[rank, input]`, B `[output, rank]`.
  struct Addition {
    let down, up: Tensor
    /// What B (A x) is multiplied by.
    let scale: Float
    /// Drops elements of x in training.
    let dropout: DropoutContext

    /// What is added to the products of the weight with `rows`, `[batch, length, input]` where some are dropped.
    func product(_ rows: Tensor) -> Tensor {
      dropout(rows, sharedOverLength: false).linear(down).scaled(by: scale).linear(up)
    }
  }

  let form: Form
  var addition: Addition?

  /// Rows `[rows, inner]` times each of the weights; in a decoding step all at once.
  static func products(_ rows: Tensor, _ weights: [LinearWeight]) -> [Tensor] {
    zip(products(rows, weights.map(\.form)), weights).map { product, weight in
      weight.addition.map { product + $0.product(rows) } ?? product
    }
  }

  private static func products(_ rows: Tensor, _ weights: [Form]) -> [Tensor] {
    let compact = weights.compactMap { if case .compact(let weight) = $0 { weight } else { nil } }
    if !compact.isEmpty { return rows.projected(by: compact) }
    let full = weights.compactMap { if case .full(let weight) = $0 { weight } else { nil } }
    let isStep = rows.builder.summation == .fixedForFewRows && full.count > 1
    return isStep ? rows.projected(by: full) : full.map { rows.linear($0) }
  }
}

extension ParameterScope {
  /// The weight `name` of a linear layer of this scope, compact where the program takes it so, with what an
  /// adapter adds to it.
  func weight(_ name: String) -> LinearWeight {
    LinearWeight(form: form(name), addition: addition(name))
  }

  private func form(_ name: String) -> LinearWeight.Form {
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

  private func addition(_ name: String) -> LinearWeight.Addition? {
    let (down, up) = (LowRankAdapter.down(prefix + name), LowRankAdapter.up(prefix + name))
    guard let (adapter, key) = registry.adaptation, registry.shapes[up] != nil else { return nil }
    // A layer's own scope has its weight as plain `weight`, so names are made of the whole one.
    let names = [down, up].map { String($0.dropFirst(prefix.count)) }
    return LinearWeight.Addition(
      down: parameter(names[0]), up: parameter(names[1]),
      scale: Float(adapter.scale),
      dropout: DropoutContext(rate: Float(adapter.dropout), key: key, joined: joined))
  }
}

extension Tensor {
  /// A linear layer without bias: `[..., input]` by weight `[output, input]` gives `[..., output]`.
  func linear(_ weight: LinearWeight) -> Tensor { LinearWeight.products(self, [weight])[0] }
}
