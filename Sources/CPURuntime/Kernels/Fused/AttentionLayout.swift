import Autograd

/// The sizes of an attention and the parts of its scratch memory.
struct AttentionLayout {
  /// Queries whose scores are made at a time, whole blocks of a product, wide or narrow: a tile of scores stays in the second-level
  /// cache. It is the same for all kernels, since gradients of keys are summed tile by tile.
  static let tileQueries = 72
  /// Keys that the gradient takes at a time, whole blocks and panels.
  static let gradientTileKeys = 192

  let batch, queries, keys, heads, size, width, threads: Int
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
  /// The sums of a tile's rows.
  var sumFloats: Int { Self.wholeLines(Self.tileQueries) }
  /// The least multiple of a cache line's elements, or a vector's, that holds `count`: tiles and panels begin with a line.
  static func wholeLines(_ count: Int) -> Int { (count + vectorWidth - 1) / vectorWidth * vectorWidth }
  /// Values after dropout.
  var valueFloats: Int { attention.dropoutRate == 0 ? 0 : longest.keys * size }
  /// Panels of keys or values, divided along either axis.
  var panelFloats: Int {
    max(PanelledMatrix.count(longest.keys, depth: size), PanelledMatrix.count(size, depth: longest.keys))
  }
  /// Panels of a tile's queries or of the gradient of its output.
  var tilePanelFloats: Int { PanelledMatrix.count(size, depth: Self.tileQueries) }

  /// One thread's sums and tile of scores, the values after dropout, panels of keys and of values; the gradient has a tile more, both panels
  /// divided along both axes, and those of a tile.
  func threadFloats(isGradient: Bool) -> Int {
    let forward = sumFloats + tileFloats + Self.wholeLines(valueFloats) + 2 * panelFloats
    return isGradient ? forward + tileFloats + panelFloats + tilePanelFloats : forward
  }
  /// What threads share, up to the line that the first one's tile begins with.
  var sharedFloats: Int { Self.wholeLines(blockFloats + multiplierFloats + biasFloats) }
  var forwardFloats: Int { sharedFloats + threads * threadFloats(isGradient: false) }
  /// The gradient also keeps, per head and block, the sum of score gradients of every offset between the block's places.
  var gradientFloats: Int {
    sharedFloats + threads * threadFloats(isGradient: true)
      + (buckets.isEmpty ? 0 : batch * heads * offsetSumCount)
  }
  /// The offsets of all blocks of a row at most.
  var offsetSumCount: Int { queries + keys }
}
