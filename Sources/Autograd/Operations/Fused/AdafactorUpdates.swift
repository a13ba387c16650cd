/// One step of Adafactor for a matrix, its second moment kept as a mean per row and a mean per column.
///
///     G = g² + eps1;  rows = d rows + (1 - d) mean(G over columns);  columns likewise
///     u = g / sqrt(rows / mean(rows)) / sqrt(columns);  u = u / max(1, rms(u) / clip)
///     parameter = (1 - decay) parameter - rate max(rms(parameter), eps2) u
///
/// With momentum the step, rate max(rms(parameter), eps2) u, is averaged with those before: m = beta m + (1 - beta) step is
/// taken off in its place.
/// The factor that is divided by its mean is the one of the smaller dimension (t5x: `v_row`).
/// Operands: parameter and gradient `[rows, columns]`, second moments `[rows]` and `[columns]`, with momentum the
/// first moment m `[rows, columns]`, learning rate `[]`, second-moment decay d `[]`. Results: the new parameter and moments,
/// the root mean square of the step taken `[]`, and the sum of the squared gradient `[]`.
public struct AdafactorUpdate: FusedOperation, StateUpdate {
  public static let name = "adafactorUpdate"

  /// The constants.
  public let constants: AdafactorConstants

  /// An update.
  public init(constants: AdafactorConstants) { self.constants = constants }

  public var attributes: String { "\(constants)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(constants.momentum == nil ? 6 : 7, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    let moments = operands[2..<(operands.count - 2)]
    try require(
      shape.rank == 2 && operands[1] == operands[0] && operands[2].shape == [shape[0]]
        && operands[3].shape == [shape[1]] && moments.dropFirst(2).allSatisfy { $0 == operands[0] }
        && operands.suffix(2).allSatisfy { $0.shape == [] },
      "takes parameter and gradient [rows, columns], moments [rows] and [columns], "
        + "with momentum one [rows, columns], two scalars", operands)
    return [operands[0]] + moments + [.float32([]), .float32([])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (parameter, gradient) = (operands[0], operands[1])
    let (rate, decay) = (operands[operands.count - 2], operands[operands.count - 1])
    let shape = parameter.shape
    let squared = (gradient * gradient).offset(by: constants.gradientEpsilon)
    let rows = constants.average(operands[2], squared.mean(over: [1]), decay: decay)
    let columns = constants.average(operands[3], squared.mean(over: [0]), decay: decay)
    func relative(_ moment: Tensor) -> Tensor { moment / moment.mean().broadcast(to: moment.shape) }
    let rowFactor = (shape[0] <= shape[1] ? relative(rows) : rows).reciprocalSquareRoot()
    let columnFactor = (shape[0] <= shape[1] ? columns : relative(columns)).reciprocalSquareRoot()
    let update =
      gradient * rowFactor.reshaped(to: [shape[0], 1]).broadcast(to: shape)
      * columnFactor.broadcast(to: shape)
    let (new, moment, step) = constants.apply(update, to: parameter, moment: operands[4], rate: rate)
    return [new, rows, columns] + moment + [step, (gradient * gradient).sum()]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: (constants.momentum == nil ? 14 : 17) * operands[0].shape.count,
      reading: operands, writing: results)
  }
}

/// One step of Adafactor for a tensor that is not factored: its second moment has the tensor's own shape.
///
/// Operands: parameter, gradient, second moment, with momentum the first moment (all of one shape), learning rate `[]`,
/// decay `[]`. Results: the new parameter and moments, the root mean square of the step `[]`, the sum of the squared
/// gradient `[]`.
public struct AdafactorFullUpdate: FusedOperation, StateUpdate {
  public static let name = "adafactorFullUpdate"

  /// The constants.
  public let constants: AdafactorConstants

  /// An update.
  public init(constants: AdafactorConstants) { self.constants = constants }

  public var attributes: String { "\(constants)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(constants.momentum == nil ? 5 : 6, operands)
    try requireFloats(operands)
    let moments = operands[2..<(operands.count - 2)]
    try require(
      operands[1] == operands[0] && moments.allSatisfy { $0 == operands[0] }
        && operands.suffix(2).allSatisfy { $0.shape == [] },
      "takes parameter, gradient and moments of one shape, two scalars", operands)
    return [operands[0]] + moments + [.float32([]), .float32([])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (parameter, gradient) = (operands[0], operands[1])
    let (rate, decay) = (operands[operands.count - 2], operands[operands.count - 1])
    let squared = (gradient * gradient).offset(by: constants.gradientEpsilon)
    let moment = constants.average(operands[2], squared, decay: decay)
    let update = gradient * moment.reciprocalSquareRoot()
    let (new, first, step) = constants.apply(update, to: parameter, moment: operands[3], rate: rate)
    return [new, moment] + first + [step, (gradient * gradient).sum()]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: (constants.momentum == nil ? 12 : 15) * operands[0].shape.count,
      reading: operands, writing: results)
  }
}

/// The constants of an Adafactor update (Shazeer & Stern 2018; t5x/adafactor.py).
public struct AdafactorConstants: Hashable, Sendable {
  /// Added to the squared gradient: epsilon 1 of the paper.
  public var gradientEpsilon: Float
  /// The least root mean square that a parameter is taken to have: epsilon 2 of the paper.
  public var parameterScaleEpsilon: Float
  /// The root mean square above which an update is scaled down to it; `nil` never does.
  public var clippingThreshold: Float?
  /// Whether the step is in proportion to the parameter's root mean square.
  public var multipliesByParameterScale: Bool
  /// The share of the parameter taken off at each step, not scaled by the learning rate.
  public var weightDecay: Float
  /// The share of the average of past steps in a step: beta 1 of the paper; `nil` keeps no first moment.
  public var momentum: Double?

  /// The constants; the defaults are those of t5x.
  public init(
    gradientEpsilon: Float = 1e-30, parameterScaleEpsilon: Float = 1e-3, clippingThreshold: Float? = 1,
    multipliesByParameterScale: Bool = true, weightDecay: Float = 0, momentum: Double? = nil
  ) {
    self.gradientEpsilon = gradientEpsilon
    self.parameterScaleEpsilon = parameterScaleEpsilon
    self.clippingThreshold = clippingThreshold
    self.multipliesByParameterScale = multipliesByParameterScale
    self.weightDecay = weightDecay
    self.momentum = momentum
  }
}

extension AdafactorConstants {
  /// d old + (1 - d) new.
  func average(_ old: Tensor, _ new: Tensor, decay: Tensor) -> Tensor {
    let spread = decay.broadcast(to: old.shape)
    return spread * old + spread.scaled(by: -1).offset(by: 1) * new
  }

  /// Clips an update, scales it, averages it with the steps before and takes it off the parameter.
  /// - Parameter moment: the average of the steps before, which only momentum reads.
  /// - Returns: the new parameter, the new average, and the root mean square of what was taken off for the gradient.
  func apply(
    _ update: Tensor, to parameter: Tensor, moment: Tensor, rate: Tensor
  ) -> (parameter: Tensor, moment: [Tensor], step: Tensor) {
    let builder = parameter.builder
    func rootMeanSquare(_ x: Tensor) -> Tensor { (x * x).mean().squareRoot() }
    var scale = rate
    if multipliesByParameterScale {
      scale = scale * rootMeanSquare(parameter).maximum(builder.constant(parameterScaleEpsilon, []))
    }
    if let clippingThreshold {
      scale =
        scale / rootMeanSquare(update).scaled(by: 1 / clippingThreshold).maximum(builder.constant(1, []))
    }
    var step = update * scale.broadcast(to: update.shape)
    if let momentum {
      step = moment.scaled(by: Float(momentum)) + step.scaled(by: Float(1 - momentum))
    }
    let kept = weightDecay == 0 ? parameter : parameter.scaled(by: 1 - weightDecay)
    return (kept - step, momentum == nil ? [] : [step], rootMeanSquare(step))
  }
}
