import Autograd

/// The sizes of an attention and the parts of its scratch memory.
struct AttentionLayout {
  /// Queries whose scores are made at a time: a tile of scores stays in the second-level cache.
  static let tileQueries = 64

  let batch, queries, keys, heads, size, width, threads: Int
  let attention: Attention
  /// The bucket of every offset, from -(queries - 1) to keys - 1.
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
    buckets = attention.bias?.bucketsByOffset(queries: queries, keys: keys) ?? []
  }

  /// The number of offsets between queries and keys.
  var offsets: Int { queries + keys - 1 }

  // Scratch memory, in floats, in this order.
  var blockFloats: Int { batch * queries * 4 + batch }
  var multiplierFloats: Int { attention.dropoutRate == 0 ? 0 : batch * heads * keys }
  var biasFloats: Int { buckets.isEmpty ? 0 : heads * offsets }
  /// The elements from a row of `count` scores to the next: whole panels, and one line more so that the rows of a column do
  /// not fight for the same places in the cache.
  func tileStride(_ count: Int) -> Int { Self.wholePanels(count) + vectorWidth }
  /// The least multiple of a panel's columns that holds `count`.
  static func wholePanels(_ count: Int) -> Int { PanelledMatrix.count(count, depth: 1) }
  fileprivate var tileFloats: Int { Self.tileQueries * tileStride(keys) }
  /// Values after dropout.
  fileprivate var valueFloats: Int { attention.dropoutRate == 0 ? 0 : keys * size }
  /// Panels of keys or values, divided along either axis.
  var panelFloats: Int {
    max(PanelledMatrix.count(keys, depth: size), PanelledMatrix.count(size, depth: keys))
  }
  /// Panels of a tile's queries or of the gradient of its output.
  var tilePanelFloats: Int { PanelledMatrix.count(size, depth: Self.tileQueries) }

  /// One thread's tile of scores, the values after dropout, panels of keys and of values; the gradient has a tile more, both panels
  /// divided along both axes, and those of a tile.
  func threadFloats(isGradient: Bool) -> Int {
    let forward = tileFloats + valueFloats + 2 * panelFloats
    return isGradient ? forward + tileFloats + panelFloats + tilePanelFloats : forward
  }
  private var sharedFloats: Int { blockFloats + multiplierFloats + biasFloats }
  var forwardFloats: Int { sharedFloats + threads * threadFloats(isGradient: false) }
  /// The gradient also keeps, per row and head, the sum of score gradients of every offset.
  var gradientFloats: Int {
    sharedFloats + threads * threadFloats(isGradient: true) + (buckets.isEmpty ? 0 : batch * heads * offsets)
  }
}

/// An attention's scratch memory, filled with what all heads share.
struct AttentionScratch {
  /// Queries and keys of one segment of a row; no keys where the queries see nothing.
  typealias Block = (queries: Range<Int>, keys: Range<Int>)

  let layout: AttentionLayout
  private let isGradient: Bool
  let blocks: UnsafeMutablePointer<Int32>
  let counts: UnsafeMutablePointer<Int32>
  let multipliers: UnsafeMutablePointer<Float>
  let bias: UnsafeMutablePointer<Float>
  let tiles: UnsafeMutablePointer<Float>
  let offsetGradients: UnsafeMutablePointer<Float>

  init(_ layout: AttentionLayout, _ call: borrowing KernelCall, isGradient: Bool) {
    self.layout = layout
    self.isGradient = isGradient
    let start = call.floatScratch
    blocks = UnsafeMutableRawPointer(start).assumingMemoryBound(to: Int32.self)
    counts = blocks + layout.batch * layout.queries * 4
    multipliers = start + layout.blockFloats
    bias = multipliers + layout.multiplierFloats
    tiles = bias + layout.biasFloats
    offsetGradients = tiles + layout.threads * layout.threadFloats(isGradient: isGradient)
    for row in 0..<layout.batch {
      findBlocks(row, call.integers(3) + row * layout.queries, call.integers(4) + row * layout.keys)
    }
    if let place = layout.attention.keyOperand {
      DropoutMask(rate: layout.attention.dropoutRate, stream: layout.attention.dropoutStream).fill(
        multipliers, count: layout.multiplierFloats, key: call.integers(place), pool: call.pool)
    }
    if let place = layout.attention.biasOperand { spreadBias(call.input(place)) }
  }

  /// Finds the runs of equal segment ids among the queries, and the keys of the same id.
  private func findBlocks(
    _ row: Int, _ querySegments: UnsafePointer<Int32>, _ keySegments: UnsafePointer<Int32>
  ) {
    var (count, query) = (0, 0)
    while query < layout.queries {
      let segment = querySegments[query]
      var end = query + 1
      while end < layout.queries, querySegments[end] == segment { end += 1 }
      var (first, last) = (0, 0)
      if segment != 0 {
        while first < layout.keys, keySegments[first] != segment { first += 1 }
        last = first
        while last < layout.keys, keySegments[last] == segment { last += 1 }
      }
      let block = blocks + (row * layout.queries + count) * 4
      (block[0], block[1]) = (Int32(truncatingIfNeeded: query), Int32(truncatingIfNeeded: end))
      (block[2], block[3]) = (Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: last))
      count += 1
      query = end
    }
    counts[row] = Int32(truncatingIfNeeded: count)
  }

  /// Writes the bias of every head and offset next to each other, so that a row of scores adds a run of it.
  private func spreadBias(_ table: UnsafePointer<Float>) {
    for head in 0..<layout.heads {
      let row = bias + head * layout.offsets
      for offset in 0..<layout.offsets {
        row[offset] = table[Int(layout.buckets[offset]) * layout.heads + head]
      }
    }
  }

  /// The number of blocks of a row.
  func blockCount(_ row: Int) -> Int { Int(counts[row]) }

  /// One block of a row.
  func block(_ row: Int, _ index: Int) -> Block {
    let block = blocks + (row * layout.queries + index) * 4
    return (Int(block[0])..<Int(block[1]), Int(block[2])..<Int(block[3]))
  }

  /// Calls `body` for every block and head.
  func shareBlocks(
    _ pool: ThreadPool, _ body: (_ thread: Int, _ row: Int, _ head: Int, _ block: Block) -> Void
  ) {
    let (heads, total) = (layout.heads, (0..<layout.batch).reduce(0) { $0 + blockCount($1) })
    pool.share(total * heads) { thread, item in
      var (row, index) = (0, item / heads)
      while index >= blockCount(row) {
        index -= blockCount(row)
        row += 1
      }
      body(thread, row, item % heads, block(row, index))
    }
  }

  /// A thread's part of the scratch memory.
  struct Tiles {
    let scores, values, keyPanels, valuePanels: UnsafeMutablePointer<Float>
    /// Of the gradient alone: there is nothing behind them otherwise.
    let gradient, otherPanels, tilePanels: UnsafeMutablePointer<Float>
  }

  /// A thread's tile of scores, its values after dropout, and so on.
  func tiles(_ thread: Int) -> Tiles {
    let scores = tiles + thread * layout.threadFloats(isGradient: isGradient)
    let values = scores + layout.tileFloats
    let keyPanels = values + layout.valueFloats
    let valuePanels = keyPanels + layout.panelFloats
    let gradient = valuePanels + layout.panelFloats
    let otherPanels = gradient + layout.tileFloats
    return Tiles(
      scores: scores, values: values, keyPanels: keyPanels, valuePanels: valuePanels, gradient: gradient,
      otherPanels: otherPanels, tilePanels: otherPanels + layout.panelFloats)
  }

  /// Adds the bias of `query` and `keys` to a row of scores.
  @inline(__always)
  func addBias(_ scores: UnsafeMutablePointer<Float>, head: Int, query: Int, firstKey: Int, count: Int) {
    if layout.buckets.isEmpty { return }
    accumulate(scores, bias + head * layout.offsets + firstKey - query + layout.queries - 1, count)
  }

  /// The values of a block's keys as queries get to see them: themselves, or a copy after dropout.
  @inline(__always)
  func visibleValues(
    _ value: UnsafePointer<Float>, row: Int, head: Int, keys: Range<Int>,
    into copy: UnsafeMutablePointer<Float>
  ) -> MatrixView {
    let (size, width) = (layout.size, layout.width)
    let first = value + (row * layout.keys + keys.lowerBound) * width + head * size
    if layout.attention.dropoutRate == 0 { return MatrixView(first, stride: width) }
    let multiplier = multipliers + (row * layout.heads + head) * layout.keys + keys.lowerBound
    for key in 0..<keys.count {
      for i in 0..<size { copy[key * size + i] = first[key * width + i] * multiplier[key] }
    }
    return MatrixView(copy, stride: size)
  }

  /// Calls `body` with every tile of a block's queries and the keys that at least one of them sees.
  @inline(__always)
  func eachTile(of block: Block, _ body: (_ queries: Range<Int>, _ keys: Range<Int>) -> Void) {
    for start in stride(
      from: block.queries.lowerBound, to: block.queries.upperBound, by: AttentionLayout.tileQueries)
    {
      let end = min(start + AttentionLayout.tileQueries, block.queries.upperBound)
      let lastKey = layout.attention.isCausal ? min(block.keys.upperBound, end) : block.keys.upperBound
      body(start..<end, block.keys.lowerBound..<max(lastKey, block.keys.lowerBound))
    }
  }

  /// How many of `keys` a query sees.
  @inline(__always)
  func visibleCount(_ keys: Range<Int>, query: Int) -> Int {
    layout.attention.isCausal ? max(0, min(keys.upperBound, query + 1) - keys.lowerBound) : keys.count
  }
}
