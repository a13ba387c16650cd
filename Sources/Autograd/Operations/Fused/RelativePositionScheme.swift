import Foundation

/// How T5 puts the distance of a key from a query into one of a few buckets (Raffel et al. 2020, section 2.1;
/// t5x examples/t5/layers.py, `_relative_position_bucket`).
public struct RelativePositionScheme: Hashable, Sendable, CustomStringConvertible {
  /// The number of buckets; 32 in every published T5.
  public let buckets: Int
  /// Distances from here on share the last bucket; 128 in every published T5.
  public let maximumDistance: Int
  /// Whether keys behind the query have buckets of their own (the encoder), or cannot be seen (the decoder).
  public let isBidirectional: Bool

  /// A scheme.
  public init(buckets: Int = 32, maximumDistance: Int = 128, isBidirectional: Bool) {
    self.buckets = buckets
    self.maximumDistance = maximumDistance
    self.isBidirectional = isBidirectional
  }

  /// The bucket of a key at `offset` = key position - query position.
  ///
  /// Half of the buckets of a direction hold one distance each; the rest grow with the logarithm of the
  /// distance. The logarithm is taken in float32, as in the reference, so that borders fall alike.
  public func bucket(forOffset offset: Int) -> Int {
    var (base, count, distance) = (0, buckets, max(-offset, 0))
    if isBidirectional {
      count /= 2
      if offset > 0 { base = count }
      distance = abs(offset)
    }
    let exact = count / 2
    if distance < exact { return base + distance }
    let ratio =
      Foundation.log(Float(distance) / Float(exact))
      / Float(Foundation.log(Double(maximumDistance) / Double(exact)))
    return base + min(exact + Int(ratio * Float(count - exact)), count - 1)
  }

  public var description: String {
    "buckets: \(buckets), maximumDistance: \(maximumDistance), \(isBidirectional ? "bidirectional" : "causal")"
  }
}
