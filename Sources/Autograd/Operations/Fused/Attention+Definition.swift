extension Attention {
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (query, key, value) = (splitHeads(operands[0]), splitHeads(operands[1]), splitHeads(operands[2]))
    let builder = query.builder
    let (batch, queries, keys) = (query.shape[0], query.shape[2], key.shape[2])
    let shape: Shape = [batch, heads, queries, keys]

    var scores = query.times(key, transposingOther: true)
    if let bias, let place = biasOperand {
      let buckets = builder.relativeBuckets(bias, queries: queries, keys: keys)
      scores = scores + operands[place].gathered(at: buckets).transposed([2, 0, 1]).broadcast(to: shape)
    }
    let visible = visibility(operands[3], operands[4], shape: shape)
    let masked = builder.constant(0, shape).isLess(than: visible)
      .select(scores, else: builder.constant(-1e10, shape))

    func spread(_ t: Tensor) -> Tensor { t.reshaped(to: [batch, heads, queries, 1]).broadcast(to: shape) }
    let maximum = masked.maximumOverInnermost()
    let exponentials = (masked - spread(maximum)).exponential() * visible
    let sum = exponentials.sum(over: [3])
    // A query that sees nothing has the sum 0; the floor keeps its output 0 instead of 0 / 0.
    let floor = builder.constant(1e-30, sum.shape)
    let weights = exponentials / spread(sum.maximum(floor))
    let logSumExp = floor.isLess(than: sum)
      .select(sum.maximum(floor).logarithm() + maximum, else: builder.constant(0, sum.shape))

    var seen = value
    if let place = keyOperand {
      let mask = builder.constant(1, [batch, heads, keys, 1])
      let dropout = Dropout(rate: dropoutRate, stream: dropoutStream, sharedAxes: [])
      seen = value * builder.apply(dropout, [mask, operands[place]])[0].broadcast(to: value.shape)
    }
    return [joinHeads(weights.times(seen)), logSumExp]
  }

  /// 1 where a query may see a key, else 0: `[batch, heads, query, key]`.
  private func visibility(_ querySegments: Tensor, _ keySegments: Tensor, shape: Shape) -> Tensor {
    let builder = querySegments.builder
    let queryIDs = querySegments.reshaped(to: [shape[0], 1, shape[2], 1]).broadcast(to: shape)
    let keyIDs = keySegments.reshaped(to: [shape[0], 1, 1, shape[3]]).broadcast(to: shape)
    let same = queryIDs.isEqual(to: keyIDs).convertedToFloat()
    let isReal = builder.integerConstant(0, shape).isLess(than: queryIDs).convertedToFloat()
    guard isCausal else { return same * isReal }
    let isLater = builder.iota(shape, axis: 2).isLess(than: builder.iota(shape, axis: 3)).convertedToFloat()
    return same * isReal * isLater.scaled(by: -1).offset(by: 1)
  }

  /// `[batch, length, heads * size]` to `[batch, heads, length, size]`.
  private func splitHeads(_ x: Tensor) -> Tensor {
    x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads]).transposed([0, 2, 1, 3])
  }

  /// `[batch, heads, length, size]` to `[batch, length, heads * size]`.
  private func joinHeads(_ x: Tensor) -> Tensor {
    x.transposed([0, 2, 1, 3]).reshaped(to: [x.shape[0], x.shape[2], heads * x.shape[3]])
  }
}
