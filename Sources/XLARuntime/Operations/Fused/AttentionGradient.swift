import Autograd

extension AttentionGradient: XLAOperation {
  /// From the log-sum-exp instead of the maximum and the sum (Dao et al. 2022): weights p = exp(scores - lse), and
  /// dscores = p (dp - rowsum(dy y)), since the sum of p dp over a query's keys is that of dy y over its elements.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (heads, keyHeads, count) = (attention.heads, attention.keyHeads, attention.operandCount)
    let sides = AttentionSides(attention, operands, emitter)
    let (output, logSumExp, cotangent) = (operands[count], operands[count + 1], operands[count + 2])
    let weights = sides.visible.select(
      (sides.scores - sides.spread(logSumExp)).unary(.exponential), else: sides.scores.filled(0))

    let dOutput = AttentionSides.grouped(cotangent, heads: heads, by: sides.valueHeads)
    let dSeen = AttentionSides.rows(weights, of: sides.valueHeads)
      .times(dOutput, batch: ([0, 1], [0, 1]), contracting: ([2], [2])).transposed([0, 2, 1, 3])
    let dWeights = dOutput.times(sides.seen, batch: ([0, 1], [0, 2]), contracting: ([3], [3]))
      .reshaped(to: sides.scores.dimensions)

    let (batch, queries) = (output.dimensions[0], output.dimensions[1])
    let inner = (cotangent * output).reshaped(to: [batch, queries, heads, output.dimensions[2] / heads])
      .reduced(.add, over: [3]).transposed([0, 2, 1])
    let dScores = weights * (dWeights - sides.spread(inner))
    let rows = AttentionSides.rows(dScores, of: keyHeads)
    let dQuery = rows.times(sides.key, batch: ([0, 1], [0, 2]), contracting: ([3], [1]))
    let dKey = rows.times(sides.query, batch: ([0, 1], [0, 1]), contracting: ([2], [2]))
      .transposed([0, 2, 1, 3])
    return [
      AttentionSides.joined(dQuery, heads: heads), dKey.reshaped(to: operands[1].dimensions),
      value(dSeen, sides).reshaped(to: operands[2].dimensions),
    ] + (attention.bias.map { [biasGradient($0, dScores, emitter)] } ?? [])
  }

  /// The cotangent of values from that of what every head has seen of them, `[batch, key, valueHeads, size]`.
  private func value(_ dSeen: HLOValue, _ sides: AttentionSides) -> HLOValue {
    guard let multipliers = sides.multipliers else { return dSeen }
    let ofHeads = dSeen * multipliers.broadcast([0, 1, 2], to: dSeen.dimensions)
    let group = attention.heads / attention.keyHeads
    if group == 1 { return ofHeads }
    let d = ofHeads.dimensions
    return ofHeads.reshaped(to: [d[0], d[1], attention.keyHeads, group, d[3]]).reduced(.add, over: [3])
  }

  /// The cotangent of the bias table `[buckets, heads]`: sums over the pairs of each offset, then over the offsets
  /// of each bucket as a product with zeros and ones, in an order that is always the same.
  private func biasGradient(
    _ bias: RelativePositionScheme, _ dScores: HLOValue, _ emitter: Emitter
  ) -> HLOValue {
    let (queries, keys) = (dScores.dimensions[2], dScores.dimensions[3])
    let pairs = [bias.buckets, queries + keys - 1]
    let buckets = emitter.buckets(bias, queries: queries, keys: keys).broadcast([1], to: pairs)
    let belongs = emitter.iota(pairs, axis: 0).compared(.equal, to: buckets).converted(to: .float32)
    let sums = dScores.reduced(.add, over: [0]).sumsOverOffsets()
    return belongs.times(sums, contracting: ([1], [1]))
  }
}

extension HLOValue {
  /// Sums of `[heads, query, key]` along its diagonals, `[heads, query + key - 1]`.
  ///
  /// With the queries the other way round and rows one place longer than there are offsets, taking off one place at the
  /// end shifts every row by one more than the row before it: diagonals become columns.
  fileprivate func sumsOverOffsets() -> HLOValue {
    let (heads, queries, keys) = (dimensions[0], dimensions[1], dimensions[2])
    let length = queries + keys
    return reversed(1).padded(2, after: queries).reshaped(to: [heads, queries * length])
      .sliced(1, 0..<queries * (length - 1)).reshaped(to: [heads, queries, length - 1])
      .reduced(.add, over: [1])
  }
}
