/// Multi-head attention as T5 has it: no scaling, an optional relative-position bias, segments, dropout; heads may share keys and
/// values in groups, as decoder-only models have it (grouped-query attention, Ainslie et al. 2023).
///
///     scores = query keyᵀ + bias;  weights = softmax over the keys that may be seen;  output = weights value
///
/// A query sees the keys of its own segment (segment 0 is padding: it sees nothing and its output is zero);
/// with `isCausal` only those at its own place or before. Segment ids stand in contiguous runs, as packing
/// makes them, so a runtime may visit a segment's own block alone. Dropout drops a key for all queries of a
/// head at once, as t5x does. Its mask is drawn for `[batch, heads, key]`, or where rows are joined (`dropoutNumbering`) for
/// `[rows, heads, length]`: then each key has the part of the row and the place that its number says.
///
/// Where many examples share a row, `longestSegment` bounds their lengths: what scratch memory and arithmetic are needed follows from
/// it, not from the row's length.
///
/// Operands: query `[batch, query, heads * size]`; key and value `[batch, key, keyHeads * size]`; int32 segments
/// of queries `[batch, query]` and keys `[batch, key]`; where there is a bias its table `[buckets, heads]`;
/// where there is dropout the random key, and with `dropoutNumbering` the int32 number of each key `[batch, key]`. Results: output
/// `[batch, query, heads * size]` and the log-sum-exp of the scores `[batch, heads, query]` (0 where a query sees nothing), which the
/// gradient needs.
public struct Attention: FusedOperation {
  public static let name = "attention"

  /// The number of heads.
  public let heads: Int
  /// The number of heads of keys and values, each of which `heads / keyHeads` heads in a row read.
  public let keyHeads: Int
  /// Whether a query sees only keys at its own place and before.
  public let isCausal: Bool
  /// How the bias table is indexed; `nil` without a bias.
  public let bias: RelativePositionScheme?
  /// The probability that a key is dropped for a head.
  public let dropoutRate: Float
  /// Which of the program's dropouts this is.
  public let dropoutStream: UInt32
  /// The numbering of the rows that were joined, for which masks are drawn; `nil` where rows stand for themselves.
  public let dropoutNumbering: RowNumbering?
  /// The most places that a segment has; `nil` where one may fill its row.
  public let longestSegment: SegmentLengths?

  /// Places of one segment.
  public struct SegmentLengths: Sendable, Hashable {
    /// Its queries.
    public let queries: Int
    /// Its keys.
    public let keys: Int

    /// Lengths of a segment.
    public init(queries: Int, keys: Int) {
      self.queries = queries
      self.keys = keys
    }
  }

  /// An attention; without `keyHeads` every head has keys and values of its own.
  public init(
    heads: Int, keyHeads: Int? = nil, isCausal: Bool, bias: RelativePositionScheme?, dropoutRate: Float = 0,
    dropoutStream: UInt32 = 0, dropoutNumbering: RowNumbering? = nil, longestSegment: SegmentLengths? = nil
  ) {
    self.heads = heads
    self.keyHeads = keyHeads ?? heads
    self.isCausal = isCausal
    self.bias = bias
    self.dropoutRate = dropoutRate
    self.dropoutStream = dropoutStream
    self.dropoutNumbering = dropoutRate == 0 ? nil : dropoutNumbering
    self.longestSegment = longestSegment
  }

  public var attributes: String {
    "heads: \(heads)" + (keyHeads == heads ? "" : " on \(keyHeads)")
      + ", causal: \(isCausal), bias: \(bias.map { "(\($0))" } ?? "none"), dropout: \(dropoutRate)"
      + (dropoutNumbering.map { " in rows (\($0.rows), \($0.length))" } ?? "")
      + (longestSegment.map { ", segments up to (\($0.queries), \($0.keys))" } ?? "")
  }

  /// The number of operands: five, the bias table, the random key, the numbers of keys.
  public var operandCount: Int {
    5 + (bias == nil ? 0 : 1) + (dropoutRate == 0 ? 0 : 1) + (dropoutNumbering == nil ? 0 : 1)
  }
  /// The place of the bias table among the operands.
  public var biasOperand: Int? { bias == nil ? nil : 5 }
  /// The place of the random key among the operands.
  public var keyOperand: Int? { dropoutRate == 0 ? nil : bias == nil ? 5 : 6 }
  /// The place of the keys' numbers among the operands.
  public var numbersOperand: Int? { dropoutNumbering == nil ? nil : operandCount - 1 }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(operandCount, operands)
    try requireFloats(operands, in: 0..<3)
    let (query, key) = (operands[0].shape, operands[1].shape)
    try require(
      heads % keyHeads == 0, "\(heads) heads cannot share keys and values of \(keyHeads)", operands)
    try require(
      query.rank == 3 && key.rank == 3 && query[0] == key[0] && query[2] * keyHeads == key[2] * heads
        && operands[2] == operands[1],
      keyHeads == heads
        ? "takes query [batch, query, width], key and value [batch, key, width]"
        : "takes query [batch, query, \(heads) * size], key and value [batch, key, \(keyHeads) * size]",
      operands)
    try require(query[2] % heads == 0, "the width is not a multiple of \(heads) heads", operands)
    try require(
      operands[3] == .int32([query[0], query[1]]) && operands[4] == .int32([key[0], key[1]]),
      "takes one int32 segment for each query and key", operands)
    if let bias, let place = biasOperand {
      try require(
        operands[place] == .float32([bias.buckets, heads]), "takes a bias [buckets, heads]", operands)
    }
    try require(
      bias == nil || longestSegment == nil || query[1] == key[1],
      "with a bias, segments of a bounded length stand at the same places on both sides", operands)
    if let place = keyOperand {
      try require(operands[place] == RandomKey.type, "takes a key \(RandomKey.type)", operands)
    }
    if let place = numbersOperand {
      try require(
        operands[place] == operands[4], "takes the int32 number of each key, \(operands[4])", operands)
    }
    return [operands[0], .float32([query[0], heads, query[1]])]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let gradients = pullback.builder.apply(
      AttentionGradient(attention: self), pullback.operands + pullback.results + [pullback.cotangent])
    var cotangents: [Tensor?] = [gradients[0], gradients[1], gradients[2], nil, nil]
    if bias != nil { cotangents.append(gradients[3]) }
    return cotangents + [Tensor?](repeating: nil, count: operandCount - cotangents.count)
  }

  /// Counted as if every segment were as long as can be, so it is an upper bound for packed rows.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(
      floatingPointOperations: 4 * productCount(operands[0].shape, operands[1].shape), reading: operands,
      writing: results)
  }

  /// Multiplications of queries `[batch, query, width]` with the keys that they may see.
  func productCount(_ query: Shape, _ key: Shape) -> Int {
    query.count * min(key[1], longestSegment?.keys ?? key[1]) / (isCausal ? 2 : 1)
  }
}

extension Attention {
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (query, key, value) = (splitHeads(operands[0]), shared(operands[1]), shared(operands[2]))
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
      let numbers = numbersOperand.map { operands[$0] }
      seen = value * multipliers(operands[place], numbers, key.shape).broadcast(to: value.shape)
    }
    return [joinHeads(weights.times(seen)), logSumExp]
  }

  /// What dropout multiplies the values of keys by, `[batch, heads, key, 1]`.
  /// - Parameters:
  ///   - randomKey: int32 `[3]`.
  ///   - numbers: the number of each key, int32 `[batch, key]`.
  ///   - shape: that of all heads' keys, `[batch, heads, key, size]`.
  private func multipliers(_ randomKey: Tensor, _ numbers: Tensor?, _ shape: Shape) -> Tensor {
    let result: Shape = [shape[0], heads, shape[2], 1]
    func drawn(_ shape: Shape) -> Tensor {
      let dropout = Dropout(rate: dropoutRate, stream: dropoutStream, sharedAxes: [])
      return randomKey.builder.apply(dropout, [randomKey.builder.constant(1, shape), randomKey])[0]
    }
    guard let numbers, let rows = dropoutNumbering else { return drawn(result) }
    return drawn([rows.rows, heads, rows.length]).transposed([0, 2, 1]).reshaped(to: [rows.count, heads])
      .gathered(at: numbers).transposed([0, 2, 1]).reshaped(to: result)
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

  /// Keys or values `[batch, length, keyHeads * size]` as every head sees them, `[batch, heads, length, size]`.
  private func shared(_ x: Tensor) -> Tensor {
    let (batch, length, size, group) = (x.shape[0], x.shape[1], x.shape[2] / keyHeads, heads / keyHeads)
    let split = x.reshaped(to: [batch, length, keyHeads, size]).transposed([0, 2, 1, 3])
    if group == 1 { return split }
    return split.reshaped(to: [batch, keyHeads, 1, length, size])
      .broadcast(to: [batch, keyHeads, group, length, size])
      .reshaped(to: [batch, heads, length, size])
  }

  /// `[batch, heads, length, size]` to `[batch, length, heads * size]`.
  private func joinHeads(_ x: Tensor) -> Tensor {
    x.transposed([0, 2, 1, 3]).reshaped(to: [x.shape[0], x.shape[2], heads * x.shape[3]])
  }
}
