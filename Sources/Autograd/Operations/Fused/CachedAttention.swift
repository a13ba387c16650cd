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
