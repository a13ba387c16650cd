/// One decoding step's attention: a single query per row against keys and values kept in a table.
///
/// A row finds its keys through a list of places in the table, so that rows can share keys: hypotheses of a beam
/// search share their past, and those of one prompt share the encoder's keys, without a copy of either.
///
/// Operands: query `[rows, heads * size]`; keys and values `[table, keyHeads * size]`; int32 `last` `[rows]`, the last place
/// of its list that a row sees (-1 for none, which is allowed without a bias alone: its output is zero); int32 `places` `[rows, length]`.
/// With a prompt, its keys and values `[prompts, keyHeads * size]`, `last` and `places` `[rows, promptLength]` likewise: one softmax
/// goes over both. With a bias, its table `[buckets, heads]`, for a query that stands at `last`. Result: output `[rows, heads * size]`.
public struct CachedAttention: FusedOperation {
  public static let name = "cachedAttention"

  /// The number of heads.
  public let heads: Int
  /// The number of heads of keys and values, each of which `heads / keyHeads` heads read (grouped-query attention, Ainslie et al. 2023).
  public let keyHeads: Int
  /// How the bias table is indexed; `nil` without bias.
  public let bias: RelativePositionScheme?
  /// Whether a row also sees keys of a prompt, which stand in a table of their own; only without a bias.
  public let hasPrompt: Bool

  /// A cached attention; without `keyHeads` every head has keys and values of its own.
  public init(heads: Int, keyHeads: Int? = nil, bias: RelativePositionScheme?, hasPrompt: Bool = false) {
    self.heads = heads
    self.keyHeads = keyHeads ?? heads
    self.bias = bias
    self.hasPrompt = hasPrompt
  }

  public var attributes: String {
    "heads: \(heads)" + (keyHeads == heads ? "" : " on \(keyHeads)") + (hasPrompt ? ", with a prompt" : "")
      + (bias.map { ", bias: (\($0))" } ?? "")
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(5 + (hasPrompt ? 4 : 0) + (bias == nil ? 0 : 1), operands)
    try require(bias == nil || !hasPrompt, "has no bias where it has a prompt", operands)
    try requireFloats(operands, in: 0..<3)
    let query = operands[0].shape
    try require(
      query.rank == 2 && query[1] % heads == 0, "the width is not a multiple of \(heads) heads", operands)
    try require(
      heads % keyHeads == 0, "\(heads) heads cannot share keys and values of \(keyHeads)", operands)
    for first in hasPrompt ? [1, 5] : [1] {
      let (keys, places) = (operands[first].shape, operands[first + 3].shape)
      try require(
        keys.rank == 2 && keys[1] == query[1] / heads * keyHeads && operands[first + 1] == operands[first],
        "takes query [rows, width] and tables [table, width]", operands)
      try require(
        operands[first + 2] == .int32([query[0]]) && places.rank == 2
          && operands[first + 3] == .int32([query[0], places[1]]),
        "takes int32 last [rows] and places [rows, length]", operands)
    }
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
    let places = operands[4].shape.count + (hasPrompt ? operands[8].shape.count : 0)
    return Cost(
      floatingPointOperations: 4 * places * operands[0].shape[1],
      bytes: 2 * places * operands[1].shape[1] * 4 + operands[0].byteCount * 2)
  }
}

extension CachedAttention {
  /// Every row's keys are gathered by its places; the rest is attention with the keys behind `last` masked, whose softmax goes over
  /// both tables where there are two.
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let query = operands[0]
    let (rows, builder) = (query.shape[0], query.builder)
    let tables = (hasPrompt ? [1, 5] : [1]).map { first in
      Table(
        scores: scores(query, Array(operands[first..<first + 4]), bias: bias == nil ? nil : operands[5]),
        values: split(operands[first + 1].gathered(at: operands[first + 3])))
    }
    let maxima = tables.map { $0.scores.maximumOverInnermost() }
    let largest = maxima.dropFirst().reduce(maxima[0]) { $0.maximum($1) }
    func spread(_ t: Tensor, _ length: Int) -> Tensor {
      t.reshaped(to: [rows, heads, 1, 1]).broadcast(to: [rows, heads, 1, length])
    }
    let exponentials = tables.map { ($0.scores - spread(largest, $0.scores.shape[3])).exponential() }
    let sums = exponentials.map { $0.sum(over: [3]) }
    let sum = sums.dropFirst().reduce(sums[0], +)
    let parts = zip(tables, exponentials).map { table, exponentials in
      (exponentials / spread(sum, exponentials.shape[3])).times(table.values)
    }
    let output = parts.dropFirst().reduce(parts[0], +).transposed([0, 2, 1, 3]).reshaped(to: query.shape)
    let lasts = (hasPrompt ? [3, 7] : [3]).map { operands[$0].convertedToFloat() }
    let seesNothing = lasts.dropFirst().reduce(lasts[0]) { $0.maximum($1) }
      .reshaped(to: [rows, 1]).broadcast(to: query.shape).isLess(than: builder.constant(0, query.shape))
    return [seesNothing.select(builder.constant(0, query.shape), else: output)]
  }

  private struct Table {
    /// `[rows, heads, 1, length]`, far below 0 where a key is not seen.
    let scores: Tensor
    /// `[rows, heads, length, size]`.
    let values: Tensor
  }

  /// - Parameter operands: keys, values, last and places.
  private func scores(_ query: Tensor, _ operands: [Tensor], bias table: Tensor?) -> Tensor {
    let (keys, last, places) = (operands[0], operands[2], operands[3])
    let (rows, length, size) = (query.shape[0], places.shape[1], query.shape[1] / heads)
    let shape: Shape = [rows, heads, 1, length]
    var scores = query.reshaped(to: [rows, heads, 1, size]).times(
      split(keys.gathered(at: places)), transposingOther: true)
    if let table { scores = scores + rowBias(table, last: last, length: length) }
    let isLater = last.reshaped(to: [rows, 1, 1, 1]).broadcast(to: shape)
      .isLess(than: query.builder.iota(shape, axis: 3))
    return isLater.select(query.builder.constant(-1e10, shape), else: scores)
  }

  /// Keys or values `[rows, length, keyHeads * size]` as `[rows, heads, length, size]`.
  private func split(_ x: Tensor) -> Tensor {
    let (rows, length, size) = (x.shape[0], x.shape[1], x.shape[2] / keyHeads)
    let own = x.reshaped(to: [rows, length, keyHeads, size]).transposed([0, 2, 1, 3])
    if keyHeads == heads { return own }
    return own.reshaped(to: [rows, keyHeads, 1, length, size])
      .broadcast(to: [rows, keyHeads, heads / keyHeads, length, size])
      .reshaped(to: [rows, heads, length, size])
  }

  /// The biases of every row's keys, `[rows, heads, 1, length]`.
  private func rowBias(_ table: Tensor, last: Tensor, length: Int) -> Tensor {
    guard let bias else { preconditionFailure("there is no bias") }
    let everyBias = table.gathered(at: table.builder.relativeBuckets(bias, queries: length, keys: length))
    return everyBias.reshaped(to: [length, length * heads]).gathered(at: last)
      .reshaped(to: [last.shape[0], 1, length, heads]).transposed([0, 3, 1, 2])
  }
}
