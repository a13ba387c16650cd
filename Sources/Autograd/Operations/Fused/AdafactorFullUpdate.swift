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
