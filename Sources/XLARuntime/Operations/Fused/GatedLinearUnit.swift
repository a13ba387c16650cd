import Autograd

extension GatedLinearUnit: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0] * activation.opening(operands[0]) * operands[1]]
  }
}

extension GatedLinearUnitGradient: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (gate, linear, cotangent) = (operands[0], operands[1], operands[2])
    let opening = activation.opening(gate)
    return [
      cotangent * linear * activation.slope(gate, opening: opening), cotangent * (gate * opening),
    ]
  }
}

extension GateActivation {
  /// What x is multiplied by, a smooth step between 0 and 1.
  ///
  /// The definition with tanh adds 1 to what is near -1 for negative x and so loses its digits: the logistic function
  /// does not. The exact one adds 1 to the error function, as its definition does.
  func opening(_ x: HLOValue) -> HLOValue {
    switch self {
    case .tanhGELU:
      (x * (x * x).scaled(by: 0.044715).offset(by: 1)).scaled(by: Self.steepness).unary(.logistic)
    case .exactGELU: x.scaled(by: Float(0.5).squareRoot()).unary(.errorFunction).offset(by: 1).scaled(by: 0.5)
    case .silu: x.unary(.logistic)
    }
  }

  /// The slope of x opening(x).
  /// - Parameter s: the opening at x.
  func slope(_ x: HLOValue, opening s: HLOValue) -> HLOValue {
    switch self {
    case .tanhGELU:
      let inner = (x * x).scaled(by: 3 * 0.044715).offset(by: 1).scaled(by: Self.steepness)
      return s + x * s * (s.filled(1) - s) * inner
    case .exactGELU:
      // The density of the normal distribution is the opening's slope.
      let density = (x * x).scaled(by: -0.5).unary(.exponential)
      return s + x * density.scaled(by: Float(1 / (2 * Double.pi).squareRoot()))
    case .silu: return s + x * s * (s.filled(1) - s)
    }
  }

  /// 2 sqrt(2 / pi), since (1 + tanh u) / 2 = logistic(2 u).
  private static let steepness = Float(2 * (2 / Double.pi).squareRoot())
}
