import Autograd

/// The form of a feed-forward layer.
public enum FeedForward: Sendable, Hashable, CaseIterable {
  /// T5 v1.0: max(x wi, 0) wo.
  case relu
  /// T5 v1.1: (gelu(x wi_0) * (x wi_1)) wo with GELU's tanh approximation.
  case gatedGELU
  /// The same with GELU itself, as the first configurations of Flan-T5 say.
  case gatedExactGELU
  /// UL2: (silu(x wi_0) * (x wi_1)) wo.
  case gatedSiLU

  /// The activation of the gate; `nil` in a layer without one.
  public var gate: GateActivation? {
    switch self {
    case .relu: nil
    case .gatedGELU: .tanhGELU
    case .gatedExactGELU: .exactGELU
    case .gatedSiLU: .silu
    }
  }

  /// The form for a reader.
  public var title: String {
    switch self {
    case .relu: "ReLU"
    case .gatedGELU: "gated GELU"
    case .gatedExactGELU: "gated GELU (exact)"
    case .gatedSiLU: "gated SiLU"
    }
  }

  /// The names of the linear layers `[inner, model]` that take a layer's input.
  var inputs: [String] { gate == nil ? ["wi"] : ["wi_0", "wi_1"] }

  /// What the output's weight is multiplied by: `[batch, position, inner]`.
  /// - Parameter inner: the products of the layer's input with each of `inputs`, `[batch, position, inner]`.
  func hidden(_ inner: [Tensor]) -> Tensor {
    if let gate { inner[0].gating(inner[1], gate) } else { inner[0].rectified() }
  }
}
