import Autograd
import AutogradTestSupport
import Testing

/// Attention over every way to fill a short row with segments: one row of a batch for each.
struct SegmentWorld: Sendable, CustomTestStringConvertible {
  enum Kind: String, CaseIterable { case bidirectional, causal, cross, causalCross }

  let kind: Kind
  let hasBias: Bool
  let hasDropout: Bool
  /// Whether the attention is told how long segments are at most.
  var isBounded = false
  let heads = 2
  let size = 3

  static let all: [SegmentWorld] = Kind.allCases.flatMap { kind in
    [false, true].flatMap { bias in
      [false, true].map { SegmentWorld(kind: kind, hasBias: bias, hasDropout: $0) }
    }
  }.flatMap { world in
    var bounded = world
    bounded.isBounded = true
    // A bias of a bounded segment goes by its own places, which are the same on both sides.
    return world.hasBias && !world.isSelf ? [world] : [world, bounded]
  }

  var testDescription: String {
    "\(kind.rawValue)\(hasBias ? ", bias" : "")\(hasDropout ? ", dropout" : "")"
      + (isBounded ? ", bounded" : "")
  }

  /// Every list of up to five segments of one or two places, and of up to two segments of up to four places.
  static let lists: [[Int]] = {
    func lists(_ segments: Int, _ lengths: ClosedRange<Int>) -> [[Int]] {
      var all: [[Int]] = [[]]
      var longest = all
      for _ in 0..<segments {
        longest = longest.flatMap { list in lengths.map { list + [$0] } }
        all += longest
      }
      return all
    }
    let short = lists(5, 1...2)
    return short + lists(2, 1...4).filter { !short.contains($0) }
  }()

  /// The lengths of the key segments: those of the queries, or others where the sides differ.
  ///
  /// Somewhere a segment of queries has no keys, and somewhere one of keys has no queries.
  private static let otherLists: [[Int]] = lists.indices.map {
    lists[(lists.count - 1 - $0 + 7) % lists.count]
  }

  /// Long enough for any list and at least one place of padding.
  let queries = 11
  var keys: Int { isSelf ? queries : 13 }
  var width: Int { heads * size }
  var rows: Int { Self.lists.count }
  var isSelf: Bool { kind == .bidirectional || kind == .causal }
  var isCausal: Bool { kind == .causal || kind == .causalCross }

  /// The segment of every query, row by row.
  var querySegments: [Int] { Self.lists.flatMap { segmentIDs($0, length: queries) } }
  /// The segment of every key, row by row.
  var keySegments: [Int] { (isSelf ? Self.lists : Self.otherLists).flatMap { segmentIDs($0, length: keys) } }

  var attention: Attention {
    let bias = RelativePositionScheme(buckets: 8, maximumDistance: 6, isBidirectional: !isCausal)
    return Attention(
      heads: heads, isCausal: isCausal, bias: hasBias ? bias : nil, dropoutRate: hasDropout ? 0.25 : 0,
      dropoutStream: 9, longestSegment: isBounded ? .init(queries: 4, keys: 4) : nil)
  }

  /// The attention and its gradient on elements of the world's shapes.
  var experiment: Experiment {
    let (query, key): (Shape, Shape) = ([rows, queries, width], [rows, keys, width])
    var operands: [Operand] = [
      .floats(query), .floats(key), .floats(key), .given([rows, queries], querySegments),
      .given([rows, keys], keySegments),
    ]
    if hasBias { operands.append([8, 2]) }
    if hasDropout { operands.append(.key()) }
    let attention = attention
    return Experiment(operands, lossResults: 1, seed: 11) { $0[0].builder.apply(attention, $0) }
  }

}
