/// The activation of a gated linear unit's gate: x times a smooth step between 0 and 1.
public enum GateActivation: String, Sendable, Hashable, CaseIterable {
  /// The tanh approximation of GELU (Hendrycks & Gimpel 2016), `gelu_new` in `transformers`; T5 v1.1 has it.
  ///
  ///     x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³)))
  case tanhGELU
  /// GELU itself, `gelu` in `transformers`: x / 2 (1 + erf(x / sqrt 2)).
  case exactGELU
  /// SiLU, also called Swish (Elfwing et al. 2017): x / (1 + e^-x); UL2 has it.
  case silu

  /// The activation of each element, in primitive operations.
  func definition(_ x: Tensor) -> Tensor {
    switch self {
    case .tanhGELU:
      let inner = (x + (x * x * x).scaled(by: 0.044715)).scaled(by: Float(2 / Double.pi).squareRoot())
      return x.scaled(by: 0.5) * inner.hyperbolicTangent().offset(by: 1)
    case .exactGELU:
      return x.scaled(by: 0.5) * x.scaled(by: Float(0.5).squareRoot()).errorFunction().offset(by: 1)
    case .silu:
      // The logistic function is (1 + tanh(x / 2)) / 2, which overflows nowhere.
      return x.scaled(by: 0.5) * x.scaled(by: 0.5).hyperbolicTangent().offset(by: 1)
    }
  }
}
