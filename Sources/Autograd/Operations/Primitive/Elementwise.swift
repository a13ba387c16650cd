// The operations that work element by element: what they compute and how gradients go back through them. `[...]` is any
// shape, the same wherever it stands.

// MARK: - Of two tensors

/// An operation of two float32 tensors of the same shape, element by element.
public protocol ElementwiseBinary: Operation {}

extension ElementwiseBinary {
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands)
    try require(operands[0] == operands[1], "takes operands of one shape", operands)
    return [operands[0]]
  }
}

/// a + b
public struct Add: ElementwiseBinary {
  public static let name = "add"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent, pullback.cotangent]
  }
}

extension Tensor {
  /// The sum of two tensors `[...]`, element by element.
  public static func + (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Add(), [a, b])[0] }
}

/// a - b
public struct Subtract: ElementwiseBinary {
  public static let name = "subtract"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent, pullback.needs[1] ? -pullback.cotangent : nil]
  }
}

extension Tensor {
  /// The difference of two tensors `[...]`, element by element.
  public static func - (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Subtract(), [a, b])[0] }
}

/// a b
public struct Multiply: ElementwiseBinary {
  public static let name = "multiply"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (a, b, cotangent) = (pullback.operands[0], pullback.operands[1], pullback.cotangent)
    return [pullback.needs[0] ? cotangent * b : nil, pullback.needs[1] ? cotangent * a : nil]
  }
}

extension Tensor {
  /// The product of two tensors `[...]`, element by element.
  public static func * (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Multiply(), [a, b])[0] }
}

/// a / b
public struct Divide: ElementwiseBinary {
  public static let name = "divide"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (b, cotangent) = (pullback.operands[1], pullback.cotangent)
    return [
      pullback.needs[0] ? cotangent / b : nil,
      pullback.needs[1] ? -(cotangent * pullback.results[0] / b) : nil,
    ]
  }
}

extension Tensor {
  /// The quotient of two tensors `[...]`, element by element.
  public static func / (a: Tensor, b: Tensor) -> Tensor { a.builder.apply(Divide(), [a, b])[0] }
}

/// The larger of a and b; where they are equal the cotangent goes to a.
public struct Maximum: ElementwiseBinary {
  public static let name = "maximum"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (a, b, cotangent) = (pullback.operands[0], pullback.operands[1], pullback.cotangent)
    let zero = pullback.builder.constant(0, cotangent.shape)
    let bIsLarger = a.isLess(than: b)
    return [
      pullback.needs[0] ? bIsLarger.select(zero, else: cotangent) : nil,
      pullback.needs[1] ? bIsLarger.select(cotangent, else: zero) : nil,
    ]
  }
}

extension Tensor {
  /// The larger of two tensors `[...]`, element by element.
  public func maximum(_ other: Tensor) -> Tensor { builder.apply(Maximum(), [self, other])[0] }
}

// MARK: - Of one tensor

/// An operation of one float32 tensor, element by element.
public protocol ElementwiseUnary: Operation {}

extension ElementwiseUnary {
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    return [operands[0]]
  }
}

/// c x for a constant c
public struct Scale: ElementwiseUnary {
  public static let name = "scale"

  /// The constant.
  public let factor: Float

  public var attributes: String { "factor: \(factor)" }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [pullback.cotangent.scaled(by: factor)] }
}

extension Tensor {
  /// Each element of `[...]` times `factor`.
  public func scaled(by factor: Float) -> Tensor { builder.apply(Scale(factor: factor), [self])[0] }

  /// Each element of `[...]` with the other sign.
  public static prefix func - (x: Tensor) -> Tensor { x.scaled(by: -1) }
}

/// x + c for a constant c
public struct Offset: ElementwiseUnary {
  public static let name = "offset"

  /// The constant.
  public let amount: Float

  public var attributes: String { "amount: \(amount)" }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [pullback.cotangent] }
}

extension Tensor {
  /// Each element of `[...]` plus `amount`.
  public func offset(by amount: Float) -> Tensor { builder.apply(Offset(amount: amount), [self])[0] }
}

/// e to the power of x
public struct Exponential: ElementwiseUnary {
  public static let name = "exponential"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent * pullback.results[0]]
  }
}

extension Tensor {
  /// e to the power of each element of `[...]`.
  public func exponential() -> Tensor { builder.apply(Exponential(), [self])[0] }
}

/// The natural logarithm of x
public struct Logarithm: ElementwiseUnary {
  public static let name = "logarithm"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.cotangent / pullback.operands[0]]
  }
}

extension Tensor {
  /// The natural logarithm of each element of `[...]`.
  public func logarithm() -> Tensor { builder.apply(Logarithm(), [self])[0] }
}

/// The square root of x
public struct SquareRoot: ElementwiseUnary {
  public static let name = "squareRoot"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [(pullback.cotangent / pullback.results[0]).scaled(by: 0.5)]
  }
}

extension Tensor {
  /// The square root of each element of `[...]`.
  public func squareRoot() -> Tensor { builder.apply(SquareRoot(), [self])[0] }
}

/// One over the square root of x
public struct ReciprocalSquareRoot: ElementwiseUnary {
  public static let name = "reciprocalSquareRoot"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    // d x^(-1/2) = -1/2 x^(-3/2), and x^(-3/2) is the cube of the result.
    let root = pullback.results[0]
    return [(pullback.cotangent * root * root * root).scaled(by: -0.5)]
  }
}

extension Tensor {
  /// One over the square root of each element of `[...]`.
  public func reciprocalSquareRoot() -> Tensor { builder.apply(ReciprocalSquareRoot(), [self])[0] }
}

/// tanh x
public struct HyperbolicTangent: ElementwiseUnary {
  public static let name = "hyperbolicTangent"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let y = pullback.results[0]
    return [pullback.cotangent * (y * y).scaled(by: -1).offset(by: 1)]
  }
}

extension Tensor {
  /// The hyperbolic tangent of each element of `[...]`.
  public func hyperbolicTangent() -> Tensor { builder.apply(HyperbolicTangent(), [self])[0] }
}

/// erf x = 2 / sqrt(pi) times the integral of e^(-t²) from 0 to x
public struct ErrorFunction: ElementwiseUnary {
  public static let name = "errorFunction"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let x = pullback.operands[0]
    let slope = (x * x).scaled(by: -1).exponential().scaled(by: Float(2 / Double.pi.squareRoot()))
    return [pullback.cotangent * slope]
  }
}

extension Tensor {
  /// The error function of each element of `[...]`.
  public func errorFunction() -> Tensor { builder.apply(ErrorFunction(), [self])[0] }
}

/// max(x, 0), the rectified linear unit (ReLU)
public struct Rectify: ElementwiseUnary {
  public static let name = "rectify"

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let zero = pullback.builder.constant(0, pullback.cotangent.shape)
    return [zero.isLess(than: pullback.operands[0]).select(pullback.cotangent, else: zero)]
  }
}

extension Tensor {
  /// Each element of `[...]`, or zero where it is negative (ReLU).
  public func rectified() -> Tensor { builder.apply(Rectify(), [self])[0] }
}
