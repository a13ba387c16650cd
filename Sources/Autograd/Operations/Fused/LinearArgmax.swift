/// The most likely class of each row of hidden states, without its logits.
///
/// With logits = hidden weightᵀ it is the first of the largest. The weight's rows rounded to int8 tell a runtime which few classes can be
/// that, so that it need not read the rest of the weight; they do not change the result.
/// Operands: hidden `[rows, width]`, weight `[classes, width]`, and what `RoundedRows` makes of the weight. Result: int32
/// `[rows, 1]`.
public struct LinearArgmax: FusedOperation {
  public static let name = "linearArgmax"

  /// How many classes, from the first on, are candidates; the rest is padding that must never be chosen.
  public let candidates: Int

  /// The operation.
  public init(candidates: Int) { self.candidates = candidates }

  public var attributes: String { "candidates: \(candidates)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(4, operands)
    try requireFloats(operands, in: 0..<2)
    let (hidden, weight) = (operands[0].shape, operands[1].shape)
    try require(
      hidden.rank == 2 && weight.rank == 2 && hidden[1] == weight[1],
      "takes hidden [rows, width] and weight [classes, width]", operands)
    try require(
      (1...max(weight[0], 1)).contains(candidates), "has no \(candidates) candidates among its classes",
      operands)
    try require(
      operands[2] == .int32([weight[0], RoundedRows.words(weight[1])])
        && operands[3] == .float32([weight[0], 3]),
      "takes the weight's rounded rows", operands)
    return [.int32([hidden[0], 1])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let logits = operands[0].times(operands[1], transposingOther: true)
    return [logits.largest(1, candidates: candidates).indices]
  }

  /// A choice is not differentiable; what was chosen is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil, nil, nil, nil] }

  /// A multiply-add for every rounded element; of the weight itself only what is left of the classes is read.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: 2 * operands[0].shape[0] * operands[1].shape.count,
      reading: [operands[0], operands[2], operands[3]], writing: results)
  }
}

extension Tensor {
  /// The first of the largest logits of each of these hidden states `[rows, width]`, `[rows, 1]`.
  /// - Parameters:
  ///   - weight: `[classes, width]`.
  ///   - rounded: its rounded rows.
  ///   - candidates: how many classes, from the first on, may be chosen.
  public func linearArgmax(weight: Tensor, rounded: (words: Tensor, bounds: Tensor), candidates: Int)
    -> Tensor
  {
    builder.apply(LinearArgmax(candidates: candidates), [self, weight, rounded.words, rounded.bounds])[0]
  }
}
