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
