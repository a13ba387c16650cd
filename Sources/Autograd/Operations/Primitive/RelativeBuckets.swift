/// The relative-position bucket of every query-key pair: an int32 tensor `[query, key]`.
public struct RelativeBuckets: Operation {
  public static let name = "relativeBuckets"

  /// How distances fall into buckets.
  public let scheme: RelativePositionScheme
  /// The number of queries.
  public let queries: Int
  /// The number of keys.
  public let keys: Int

  public var attributes: String { "\(scheme)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(0, operands)
    return [.int32([queries, keys])]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [] }
}

extension ProgramBuilder {
  /// The buckets of every query-key pair, `[query, key]`.
  func relativeBuckets(_ scheme: RelativePositionScheme, queries: Int, keys: Int) -> Tensor {
    apply(RelativeBuckets(scheme: scheme, queries: queries, keys: keys), [])[0]
  }
}
