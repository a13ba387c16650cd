import Autograd

/// Sizes of the tiles in which logits are made: they stay in the second-level cache.
let crossEntropyTileTokens = 256
let crossEntropyTileClasses = 512

/// The sizes of a linear cross-entropy and where its scratch memory lies.
struct CrossEntropyLayout {
  let tokens, width, classes, threads: Int
  /// Whether the order of sums is fixed.
  let isFixed: Bool

  init(_ site: KernelSite) {
    isFixed = site.summation != .bySize
    tokens = site.operands[0].shape[0]
    width = site.operands[0].shape[1]
    classes = site.operands[1].shape[0]
    threads = site.threads
  }

  /// Floats: the hidden states of the tokens that count, then per thread a tile and `perThread` floats, then
  /// the numbers of those tokens.
  func scratchBytes(perThread: Int) -> Int {
    (tokens * width + threads * (crossEntropyTileTokens * crossEntropyTileClasses + perThread) + tokens) * 4
  }

  /// Copies the hidden states of the tokens whose mask is not zero to `compact` and their numbers to `indices`.
  /// - Returns: how many there are.
  func compact(
    _ hidden: UnsafePointer<Float>, mask: UnsafePointer<Float>, into compact: UnsafeMutablePointer<Float>,
    indices: UnsafeMutablePointer<Int32>
  ) -> Int {
    var count = 0
    for token in 0..<tokens where mask[token] != 0 {
      (compact + count * width).update(from: hidden + token * width, count: width)
      indices[count] = Int32(truncatingIfNeeded: token)
      count += 1
    }
    return count
  }

  /// Tiles of classes.
  var classTiles: Int { (classes + crossEntropyTileClasses - 1) / crossEntropyTileClasses }

  /// The classes that a thread takes, whole tiles.
  func classes(of part: Int) -> Range<Int> {
    let tiles = ThreadPool.range(part, of: threads, count: classTiles)
    let start = tiles.lowerBound * crossEntropyTileClasses
    return start..<min(tiles.upperBound * crossEntropyTileClasses, classes)
  }

  /// The largest product of a tile.
  var tileExtent: PackedProduct.Extent {
    PackedProduct.Extent(
      rows: min(tokens, crossEntropyTileTokens), columns: min(classes, crossEntropyTileClasses), inner: width)
  }

  /// Floats that a thread's products of tiles need.
  var panelFloats: Int { ThreadProduct.scratchCount(upTo: tileExtent, isFixed: isFixed) }

  /// Calls `body` with every tile of `classes` and every tile of tokens, classes outermost so that a tile of the
  /// weight is read from memory once.
  @inline(__always)
  func eachTile(
    _ classes: Range<Int>, tokens: Int, _ body: (_ classes: Range<Int>, _ tokens: Range<Int>) -> Void
  ) {
    for start in stride(from: classes.lowerBound, to: classes.upperBound, by: crossEntropyTileClasses) {
      for first in stride(from: 0, to: tokens, by: crossEntropyTileTokens) {
        body(
          start..<min(start + crossEntropyTileClasses, classes.upperBound),
          first..<min(first + crossEntropyTileTokens, tokens))
      }
    }
  }
}
