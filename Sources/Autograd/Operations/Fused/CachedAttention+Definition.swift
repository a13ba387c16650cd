extension CachedAttention {
  /// Every row's keys are gathered by its places; the rest is attention with the keys behind `last` masked.
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (query, last, places) = (operands[0], operands[3], operands[4])
    let builder = query.builder
    let (rows, length, size) = (query.shape[0], places.shape[1], query.shape[1] / heads)
    func split(_ x: Tensor, _ length: Int) -> Tensor {
      x.reshaped(to: [rows, length, heads, size]).transposed([0, 2, 1, 3])
    }
    let shape: Shape = [rows, heads, 1, length]
    func spread(_ t: Tensor) -> Tensor { t.reshaped(to: [rows, heads, 1, 1]).broadcast(to: shape) }
    func spreadOverHeads(_ t: Tensor, to shape: Shape) -> Tensor {
      t.reshaped(to: Shape([rows] + [Int](repeating: 1, count: shape.rank - 1))).broadcast(to: shape)
    }

    var scores = split(query, 1).times(
      split(operands[1].gathered(at: places), length), transposingOther: true)
    if bias != nil { scores = scores + rowBias(operands[5], last: last, length: length) }
    let isLater = spreadOverHeads(last, to: shape).isLess(than: builder.iota(shape, axis: 3))
    let masked = isLater.select(builder.constant(-1e10, shape), else: scores)
    let exponentials = (masked - spread(masked.maximumOverInnermost())).exponential()
    let weights = exponentials / spread(exponentials.sum(over: [3]))
    let output = weights.times(split(operands[2].gathered(at: places), length))
      .transposed([0, 2, 1, 3]).reshaped(to: query.shape)
    let seesNothing = spreadOverHeads(last, to: query.shape)
      .isLess(than: builder.integerConstant(0, query.shape))
    return [seesNothing.select(builder.constant(0, query.shape), else: output)]
  }

  /// The biases of every row's keys, `[rows, heads, 1, length]`.
  private func rowBias(_ table: Tensor, last: Tensor, length: Int) -> Tensor {
    guard let bias else { preconditionFailure("there is no bias") }
    let everyBias = table.gathered(at: table.builder.relativeBuckets(bias, queries: length, keys: length))
    return everyBias.reshaped(to: [length, length * heads]).gathered(at: last)
      .reshaped(to: [last.shape[0], 1, length, heads]).transposed([0, 3, 1, 2])
  }
}
