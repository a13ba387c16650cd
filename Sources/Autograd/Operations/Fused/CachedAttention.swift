/// One decoding step's attention: a single query per row against keys and values kept in a table.
///
/// A row finds its keys through a list of places in the table, so that rows can share keys: hypotheses of a beam
/// search share their past, and those of one prompt share the encoder's keys, without a copy of either.
/// Operands: query `[rows, heads * size]`; keys and values `[table, heads * size]`; int32 `last` `[rows]`, the last place
/// of its list that a row sees (-1, which only goes without a bias, for none: its output is zero); int32 `places` `[rows, length]`; with a bias, its table
/// `[buckets, heads]`, for a query that stands at `last`. Result: output `[rows, heads * size]`.
public struct CachedAttention: FusedOperation {
  public static let name = "cachedAttention"

  /// The number of heads.
  public let heads: Int
  /// How the bias table is indexed; `nil` without bias.
  public let bias: RelativePositionScheme?

  /// A cached attention.
  public init(heads: Int, bias: RelativePositionScheme?) {
    self.heads = heads
    self.bias = bias
  }

  public var attributes: String { "heads: \(heads)" + (bias.map { ", bias: (\($0))" } ?? "") }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(bias == nil ? 5 : 6, operands)
    try requireFloats(operands, in: 0..<3)
    let (query, keys, places) = (operands[0].shape, operands[1].shape, operands[4].shape)
    try require(
      query.rank == 2 && keys.rank == 2 && query[1] == keys[1] && operands[2] == operands[1],
      "takes query [rows, width] and tables [table, width]", operands)
    try require(query[1] % heads == 0, "the width is not a multiple of \(heads) heads", operands)
    try require(
      operands[3] == .int32([query[0]]) && places.rank == 2 && operands[4] == .int32([query[0], places[1]]),
      "takes int32 last [rows] and places [rows, length]", operands)
    if let bias {
      try require(
        operands[5] == .float32([bias.buckets, heads]), "takes a bias [buckets, heads]", operands)
    }
    return [operands[0]]
  }

  /// A cache is for decoding, which has no backward pass.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    preconditionFailure("a key-value cache is not part of a differentiated program")
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let seen = operands[4].shape.count * operands[0].shape[1]
    return Cost(floatingPointOperations: 4 * seen, bytes: 2 * seen * 4 + operands[0].byteCount * 2)
  }
}

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
