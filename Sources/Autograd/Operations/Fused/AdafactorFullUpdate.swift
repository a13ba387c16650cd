/// One step of Adafactor for a tensor that is not factored: its second moment has the tensor's own shape.
///
/// Operands: parameter, gradient, second moment (all of one shape), learning rate `[]`, decay `[]`. Results: the
/// new parameter and second moment, the root mean square of the step `[]`, the sum of the squared gradient `[]`.
public struct AdafactorFullUpdate: FusedOperation, StateUpdate {
  public static let name = "adafactorFullUpdate"

  /// The constants.
  public let constants: AdafactorConstants

  /// An update.
  public init(constants: AdafactorConstants) { self.constants = constants }

  public var attributes: String { "\(constants)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(5, operands)
    try requireFloats(operands)
    try require(
      operands[1] == operands[0] && operands[2] == operands[0] && operands[3].shape == []
        && operands[4].shape == [],
      "takes parameter, gradient and moment of one shape, two scalars", operands)
    return [operands[0], operands[2], .float32([]), .float32([])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (parameter, gradient) = (operands[0], operands[1])
    let squared = (gradient * gradient).offset(by: constants.gradientEpsilon)
    let moment = constants.average(operands[2], squared, decay: operands[4])
    let update = gradient * moment.reciprocalSquareRoot()
    let (new, step) = constants.apply(update, to: parameter, rate: operands[3])
    return [new, moment, step, (gradient * gradient).sum()]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { secondOrderIsUnsupported() }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 12 * operands[0].shape.count, reading: operands, writing: results)
  }
}
