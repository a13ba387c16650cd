/// One decoding step's self-attention: a single query per row against a key-value cache.
///
/// The query stands at `position` and sees the keys 0...position. Operands: query `[batch, 1, heads * size]`;
/// key and value caches `[batch, length, heads * size]`; the int32 scalar position; the bias table `[buckets,
/// heads]`. Result: output `[batch, 1, heads * size]`.
public struct CachedAttention: FusedOperation {
  public static let name = "cachedAttention"

  /// The number of heads.
  public let heads: Int
  /// How the bias table is indexed.
  public let bias: RelativePositionScheme

  /// A cached attention.
  public init(heads: Int, bias: RelativePositionScheme) {
    self.heads = heads
    self.bias = bias
  }

  public var attributes: String { "heads: \(heads), bias: (\(bias))" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(5, operands)
    let (query, cache) = (operands[0].shape, operands[1].shape)
    try require(
      query.rank == 3 && cache.rank == 3 && query == cache.replacing(1, with: 1)
        && operands[2] == operands[1],
      "takes query [batch, 1, width] and caches [batch, length, width]", operands)
    try require(query[2] % heads == 0, "the width is not a multiple of \(heads) heads", operands)
    try require(
      operands[3] == .int32([]) && operands[4] == .float32([bias.buckets, heads]),
      "takes an int32 position and a bias [buckets, heads]", operands)
    return [operands[0]]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (cache, position, table) = (operands[1], operands[3], operands[4])
    let builder = cache.builder
    let (batch, length, size) = (cache.shape[0], cache.shape[1], cache.shape[2] / heads)
    func split(_ x: Tensor) -> Tensor {
      x.reshaped(to: [batch, x.shape[1], heads, size]).transposed([0, 2, 1, 3])
    }
    let shape: Shape = [batch, heads, 1, length]
    let everyBias = table.gathered(at: builder.relativeBuckets(bias, queries: length, keys: length))
    let rowBias = everyBias.reshaped(to: [length, length * heads]).gathered(at: position.reshaped(to: [1]))
    let scores =
      split(operands[0]).times(split(cache), transposingOther: true)
      + rowBias.reshaped(to: [length, heads]).transposed([1, 0]).reshaped(to: [1, heads, 1, length])
      .broadcast(to: shape)
    let isLater = position.broadcast(to: shape).isLess(than: builder.iota(shape, axis: 3))
    let masked = isLater.select(builder.constant(-1e10, shape), else: scores)
    func spread(_ t: Tensor) -> Tensor { t.reshaped(to: [batch, heads, 1, 1]).broadcast(to: shape) }
    let exponentials = (masked - spread(masked.maximumOverInnermost())).exponential()
    let weights = exponentials / spread(exponentials.sum(over: [3]))
    return [weights.times(split(operands[2])).transposed([0, 2, 1, 3]).reshaped(to: operands[0].shape)]
  }

  /// A cache is for decoding, which has no backward pass.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    preconditionFailure("a key-value cache is not part of a differentiated program")
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 4 * operands[1].shape.count, reading: operands, writing: results)
  }
}
