/// A gate's activation as kernels compute it: x times its opening, a smooth step between 0 and 1.
///
/// A type for each, so that the compiler makes a loop for each with the function in it.
protocol GateFunction {
  /// The opening at x.
  static func opening(_ x: FloatVector) -> FloatVector
  /// The slope of x opening(x), where the opening at x is `s`.
  static func slope(_ x: FloatVector, opening s: FloatVector) -> FloatVector
}

/// GELU's tanh approximation: its opening is logistic(2 u) with u = sqrt(2 / pi) (x + 0.044715 x³), since
/// (1 + tanh u) / 2 = logistic(2 u).
enum TanhGELUGate: GateFunction {
  private static let steepness: Float = 1.595_769_12  // 2 sqrt(2 / pi)
  private static let cubic: Float = 0.044_715

  @inline(__always)
  static func opening(_ x: FloatVector) -> FloatVector { logistic(x * (x * x * cubic + 1) * steepness) }

  @inline(__always)
  static func slope(_ x: FloatVector, opening s: FloatVector) -> FloatVector {
    // d/dx of x s(v(x)) = s + x s (1 - s) v'(x)
    let inner = (x * x * (3 * cubic) + 1) * steepness
    return s + x * s * (1 - s) * inner
  }
}

/// GELU itself: its opening is the normal distribution, (1 + erf(x / sqrt 2)) / 2.
enum ExactGELUGate: GateFunction {
  /// With a = |x| / sqrt 2 and t = 1 / (1 + 0.4 a), e^(a²) erfc(a) is t times a polynomial in t, to 6.2e-9 of its value
  /// for every a: a least-squares fit at 400 Chebyshev nodes, weighted until the largest errors were equal.
  @inline(__always)
  static func opening(_ x: FloatVector) -> FloatVector {
    func spread(_ number: Float) -> FloatVector { FloatVector(repeating: number) }
    let isNegative = x .< FloatVector.zero
    let a = x.replacing(with: -x, where: isNegative) * 0.707_106_77
    let t = spread(1) / multiplyAdd(a, spread(0.4), spread(1))
    var p = multiplyAdd(t, spread(-0.029_215_304), spread(0.140_447_66))
    p = multiplyAdd(p, t, spread(-0.235_529_29))
    p = multiplyAdd(p, t, spread(0.137_563_85))
    p = multiplyAdd(p, t, spread(-0.046_896_949))
    p = multiplyAdd(p, t, spread(0.083_917_209))
    p = multiplyAdd(p, t, spread(0.119_008_08))
    p = multiplyAdd(p, t, spread(0.171_739_32))
    p = multiplyAdd(p, t, spread(0.207_613_73))
    p = multiplyAdd(p, t, spread(0.225_675_86))
    p = multiplyAdd(p, t, spread(0.225_675_83))
    let tail = p * t * exponential(-(a * a)) * 0.5
    return (1 - tail).replacing(with: tail, where: isNegative)
  }

  @inline(__always)
  static func slope(_ x: FloatVector, opening s: FloatVector) -> FloatVector {
    // The density of the normal distribution is the opening's slope.
    s + x * exponential(x * x * -0.5) * 0.398_942_28
  }
}

/// SiLU: its opening is the logistic function.
enum SiLUGate: GateFunction {
  @inline(__always)
  static func opening(_ x: FloatVector) -> FloatVector { logistic(x) }

  @inline(__always)
  static func slope(_ x: FloatVector, opening s: FloatVector) -> FloatVector { s + x * s * (1 - s) }
}
