import Autograd

/// What an attention and its gradient both begin with.
///
/// Scores are in memory, since StableHLO has no other way to say it; heads that share keys are the rows of one
/// product.
struct AttentionSides {
  /// `[batch, keyHeads, group * query, size]`, the queries of all heads that share keys.
  let query: HLOValue
  /// `[batch, key, keyHeads, size]`.
  let key: HLOValue
  /// Values as they are seen, `[batch, key, valueHeads, size]`: where keys are dropped and heads share values, every head
  /// has its own.
  let seen: HLOValue
  /// What dropout multiplies values by, `[batch, key, heads]`; `nil` without it.
  let multipliers: HLOValue?
  /// `[batch, heads, query, key]`.
  let scores: HLOValue
  /// Where a query may see a key, i1 `[batch, heads, query, key]`.
  let visible: HLOValue
  /// The number of heads that values have here.
  let valueHeads: Int

  init(_ attention: Attention, _ operands: [HLOValue], _ emitter: Emitter) {
    let (heads, keyHeads) = (attention.heads, attention.keyHeads)
    let (batch, queries) = (operands[0].dimensions[0], operands[0].dimensions[1])
    let (keys, size) = (operands[1].dimensions[1], operands[0].dimensions[2] / heads)
    query = Self.grouped(operands[0], heads: heads, by: keyHeads)
    key = operands[1].reshaped(to: [batch, keys, keyHeads, size])
    let shape = [batch, heads, queries, keys]
    let products = query.times(key, batch: ([0, 1], [0, 2]), contracting: ([3], [3])).reshaped(to: shape)
    if let place = attention.biasOperand {
      scores =
        products + attention.bias(operands[place], emitter, queries, keys).broadcast([1, 2, 3], to: shape)
    } else {
      scores = products
    }
    visible = attention.visibility(operands[3], operands[4], emitter).broadcast([0, 2, 3], to: shape)
    let value = operands[2].reshaped(to: [batch, keys, keyHeads, size])
    guard let place = attention.keyOperand else {
      (seen, multipliers, valueHeads) = (value, nil, keyHeads)
      return
    }
    let drawn = attention.multipliers(
      operands[place], numbers: attention.numbersOperand.map { operands[$0] }, batch, keys, emitter)
    let everyHead = value.reshaped(to: [batch, keys, keyHeads, 1, size])
      .broadcast([0, 1, 2, 3, 4], to: [batch, keys, keyHeads, heads / keyHeads, size])
      .reshaped(to: [batch, keys, heads, size])
    seen = everyHead * drawn.broadcast([0, 1, 2], to: everyHead.dimensions)
    (multipliers, valueHeads) = (drawn, heads)
  }

  /// `[batch, length, heads * size]` to `[batch, groups, heads / groups * length, size]`.
  static func grouped(_ x: HLOValue, heads: Int, by groups: Int) -> HLOValue {
    let (batch, length, size) = (x.dimensions[0], x.dimensions[1], x.dimensions[2] / heads)
    return x.reshaped(to: [batch, length, groups, heads / groups, size]).transposed([0, 2, 3, 1, 4])
      .reshaped(to: [batch, groups, heads / groups * length, size])
  }

  /// `[batch, groups, heads / groups * length, size]` to `[batch, length, heads * size]`.
  static func joined(_ x: HLOValue, heads: Int) -> HLOValue {
    let (batch, groups, size) = (x.dimensions[0], x.dimensions[1], x.dimensions[3])
    let length = x.dimensions[2] * groups / heads
    return x.reshaped(to: [batch, groups, heads / groups, length, size]).transposed([0, 3, 1, 2, 4])
      .reshaped(to: [batch, length, heads * size])
  }

  /// Numbers of every pair `[batch, heads, query, key]` as rows of `groups` products.
  static func rows(_ x: HLOValue, of groups: Int) -> HLOValue {
    let d = x.dimensions
    return x.reshaped(to: [d[0], groups, d[1] / groups * d[2], d[3]])
  }

  /// A number for every query, `[batch, heads, query]`, at all of its keys.
  func spread(_ x: HLOValue) -> HLOValue { x.broadcast([0, 1, 2], to: scores.dimensions) }
}

extension Attention {
  /// The bias of every pair, `[heads, query, key]`, from that of every offset.
  fileprivate func bias(_ table: HLOValue, _ emitter: Emitter, _ queries: Int, _ keys: Int) -> HLOValue {
    guard let bias else { preconditionFailure("there is no bias") }
    let ofOffsets = table.rows(at: emitter.buckets(bias, queries: queries, keys: keys)).transposed([1, 0])
    return ofOffsets.columns(at: emitter.offsets(queries: queries, keys: keys))
  }

  /// What dropout multiplies the values of keys by, `[batch, key, heads]`.
  /// - Parameters:
  ///   - key: the random key, int32 `[3]`.
  ///   - numbers: where rows are joined, the number of each key, int32 `[batch, key]`.
  fileprivate func multipliers(
    _ key: HLOValue, numbers: HLOValue?, _ batch: Int, _ keys: Int, _ emitter: Emitter
  ) -> HLOValue {
    func drawn(_ rows: Int, _ length: Int) -> HLOValue {
      let draw = MaskDraw(stream: dropoutStream, rate: dropoutRate, count: rows * heads * length)
      return emitter.multipliers(draw, key: key).reshaped(to: [rows, heads, length]).transposed([0, 2, 1])
    }
    guard let numbers, let rows = dropoutNumbering else { return drawn(batch, keys) }
    return drawn(rows.rows, rows.length).reshaped(to: [rows.count, heads]).rows(at: numbers)
  }

  /// Where a query may see a key, `[batch, query, key]`.
  fileprivate func visibility(_ querySegments: HLOValue, _ keySegments: HLOValue, _ emitter: Emitter)
    -> HLOValue
  {
    let pairs = querySegments.dimensions + [keySegments.dimensions[1]]
    let own = querySegments.broadcast([0, 1], to: pairs)
    let isSame = own.compared(.equal, to: keySegments.broadcast([0, 2], to: pairs))
    let visible = isSame.binary(.and, own.compared(.greater, to: own.filled(whole: 0)))
    if !isCausal { return visible }
    return visible.binary(
      .and, emitter.iota(pairs, axis: 1).compared(.greaterOrEqual, to: emitter.iota(pairs, axis: 2)))
  }
}
