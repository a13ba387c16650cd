/// Inverted dropout with one mask for each group of places, for rows that stand one behind the other in a single one: with a group
/// for each row the masks that `Dropout` has with the length among its `sharedAxes`, with one for each place of every row
/// (`RowNumbering`) those that it has without any.
///
/// Operands: x `[batch, length, width]`; the int32 key `[3]`; int32 groups `[batch, length]`, each in 0..<`groups`; and, where the
/// result is a residual branch, what it is added to `[batch, length, width]`: one pass over memory in place of two.
public struct GroupedDropout: FusedOperation {
  public static let name = "groupedDropout"

  /// The probability of dropping, in 0..<1.
  public let rate: Float
  /// Which of the program's dropouts this is.
  public let stream: UInt32
  /// The number of groups.
  public let groups: Int

  public var attributes: String { "rate: \(rate), stream: \(stream), groups: \(groups)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try require([3, 4].contains(operands.count), "takes three or four operands", operands)
    try requireFloats(operands, in: 0..<1)
    let shape = operands[0].shape
    try require(operands[1] == RandomKey.type, "takes a key \(RandomKey.type)", operands)
    try require((0..<1).contains(rate), "the rate \(rate) is not in 0..<1", operands)
    try require(
      shape.rank == 3 && groups > 0 && operands[2] == .int32([shape[0], shape[1]]),
      "takes x [batch, length, width] and the int32 group of each place", operands)
    try require(
      operands.count == 3 || operands[3] == operands[0], "adds to a tensor of another shape than x", operands)
    return [operands[0]]
  }

  /// The mask that `Dropout` draws for `[groups, 1, width]`: the same one as for rows of their own.
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (x, key, places) = (operands[0], operands[1], operands[2])
    let ones = x.builder.constant(1, [groups, x.shape.innermost])
    let mask = x.builder.apply(Dropout(rate: rate, stream: stream, sharedAxes: []), [ones, key])[0]
    let dropped = x * mask.gathered(at: places)
    return [operands.count == 4 ? operands[3] + dropped : dropped]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let operands = pullback.operands
    let dropped = pullback.builder.apply(self, [pullback.cotangent, operands[1], operands[2]])[0]
    return [dropped, nil, nil] + (operands.count == 4 ? [pullback.cotangent] : [])
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: (operands.count - 2) * operands[0].shape.count, reading: operands,
      writing: results)
  }
}

extension Tensor {
  /// Inverted dropout of `[batch, length, width]` with one mask for each of `count` groups; the tensor itself where `rate` is zero.
  /// - Parameters:
  ///   - groups: each place's group, int32 `[batch, length]`.
  ///   - residual: what the result is added to, `[batch, length, width]`; `nil` for none.
  public func droppedOut(
    rate: Float, key: Tensor, groups: Tensor, count: Int, addedTo residual: Tensor? = nil
  ) -> Tensor {
    if rate == 0 { return residual.map { $0 + self } ?? self }
    let operation = GroupedDropout(rate: rate, stream: builder.nextRandomStream(), groups: count)
    return builder.apply(operation, [self, key, groups] + (residual.map { [$0] } ?? []))[0]
  }
}
