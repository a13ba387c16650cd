import Autograd

/// The sizes of an attention and the parts of its scratch memory.
struct AttentionLayout {
  /// Queries whose scores are made at a time, whole blocks of a product, wide or narrow: a tile of scores stays in the second-level
  /// cache. It is the same for all kernels, since gradients of keys are summed tile by tile.
  static let tileQueries = 72
  /// Keys that the gradient takes at a time, whole blocks and panels.
  static let gradientTileKeys = 192

  let batch, queries, keys, heads, size, width, threads: Int
  /// Heads of keys and values, heads that read each, and the width of all keys.
  let keyHeads, group, keyWidth: Int
  /// The most queries and keys of one segment.
  let longest: Attention.SegmentLengths
  let attention: Attention
  /// The bucket of every offset between a query and a key that it may see, from the least on: the longest segment's queries
  /// but one.
  let buckets: [Int32]

  init(_ attention: Attention, _ site: KernelSite) {
    let operands = site.operands
    self.attention = attention
    threads = site.threads
    batch = operands[0].shape[0]
    queries = operands[0].shape[1]
    keys = operands[1].shape[1]
    width = operands[0].shape[2]
    heads = attention.heads
    size = width / heads
    keyHeads = attention.keyHeads
    group = heads / keyHeads
    keyWidth = operands[1].shape[2]
    longest = Attention.SegmentLengths(
      queries: min(queries, attention.longestSegment?.queries ?? queries),
      keys: min(keys, attention.longestSegment?.keys ?? keys))
    buckets = attention.bias?.bucketsByOffset(queries: longest.queries, keys: longest.keys) ?? []
  }

  /// The number of offsets between queries and keys.
  var offsets: Int { longest.queries + longest.keys - 1 }

  // Scratch memory, in floats, in this order.
  var blockFloats: Int { batch * queries * AttentionScratch.blockWords + batch + batch * keys }
  var multiplierFloats: Int { attention.dropoutRate == 0 ? 0 : batch * heads * keys }
  var biasFloats: Int { buckets.isEmpty ? 0 : heads * offsets }
  /// The elements from a row of `count` scores to the next: whole panels, and one line more so that the rows of a column do
  /// not fight for the same places in the cache.
  func tileStride(_ count: Int) -> Int { Self.wholePanels(count) + vectorWidth }
  /// The least multiple of a panel's columns that holds `count`.
  static func wholePanels(_ count: Int) -> Int { PanelledMatrix.count(count, depth: 1) }
  var tileFloats: Int { Self.tileQueries * tileStride(longest.keys) }
  /// The gradient's tiles have some of a segment's keys.
  private var gradientKeys: Int { min(longest.keys, Self.gradientTileKeys) }
  private var gradientTileFloats: Int { Self.tileQueries * tileStride(gradientKeys) }
  /// The sizes of a thread's memory, in its order, each beginning with a line.
  struct ThreadFloats {
    /// A tile of scores, and the sums of its rows.
    var tile, sums: Int
    /// Values after dropout.
    var values: Int
    /// Panels of keys or values, divided along either axis.
    var panels: Int
    /// The gradient alone has panels of a tile's queries, or of the gradient of its output, another tile and panels of keys along the
    /// other axis.
    var tilePanels: Int

    /// All of them.
    var count: Int { sums + tile + values + 2 * panels + (tilePanels == 0 ? 0 : tile + panels + tilePanels) }
  }

  /// What a thread has to itself.
  func threadFloats(isGradient: Bool) -> ThreadFloats {
    let keys = isGradient ? gradientKeys : longest.keys
    return ThreadFloats(
      tile: isGradient ? gradientTileFloats : tileFloats, sums: Self.wholeLines(Self.tileQueries),
      values: attention.dropoutRate == 0 ? 0 : Self.wholeLines(keys * size),
      panels: max(PanelledMatrix.count(keys, depth: size), PanelledMatrix.count(size, depth: keys)),
      tilePanels: isGradient ? PanelledMatrix.count(size, depth: Self.tileQueries) : 0)
  }
  /// The least multiple of a cache line's elements, or a vector's, that holds `count`: tiles and panels begin with a line.
  static func wholeLines(_ count: Int) -> Int { (count + vectorWidth - 1) / vectorWidth * vectorWidth }
  /// What threads share, up to the line that the first one's tile begins with.
  var sharedFloats: Int { Self.wholeLines(blockFloats + multiplierFloats + biasFloats) }
  var forwardFloats: Int { sharedFloats + threads * threadFloats(isGradient: false).count }
  /// The gradient also keeps, per head and block, the sum of score gradients of every offset between the block's places, and the
  /// gradients of keys and values that all parts of a segment's queries but the last have.
  var gradientFloats: Int {
    sharedFloats + threads * threadFloats(isGradient: true).count + offsetSumFloats
      + (partCount(longest.queries) - 1) * 2 * keyGradientFloats
  }
  /// The sums of score gradients of all offsets.
  var offsetSumFloats: Int { buckets.isEmpty ? 0 : Self.wholeLines(batch * heads * offsetSumCount) }
  /// The offsets of all blocks of a row at most.
  var offsetSumCount: Int { queries + keys }
  /// The gradients of all keys.
  var keyGradientFloats: Int { batch * keys * keyWidth }
}
