/// The scratch memory of threads that share a product: the panels of B, those of A where they share these too, and for each thread
/// panels of A of its own where they do not, and a block at the edge of C.
struct PackedScratch {
  /// Floats of all parts.
  let count: Int
  /// Whether threads share panels of A: wide ones, where each tile would copy rows that others copy as well, and few enough of
  /// them to stay in a cache.
  let sharesLeft: Bool
  /// Floats of what all share, of a thread's own panels of A, and of all that is a thread's own.
  private let countShared, countA, countOfThread: Int

  init(_ extent: PackedProduct.Extent, threads: Int) {
    let tiles = PackedTiles(
      rows: extent.rows, columns: min(extent.columns, PackedProduct.columnLimit), threads: threads)
    sharesLeft =
      PackedProduct.isWide && !extent.isSmall && extent.rows * extent.depth <= PackedProduct.sharedLeftLimit
      && tiles.dividesColumns
    let shared =
      sharesLeft ? extent.depth * PackedProduct.Extent.rounded(extent.rows, to: PackedProduct.blockRows) : 0
    countShared = extent.countB + shared
    countA = sharesLeft ? 0 : extent.countA
    countOfThread = countA + extent.countEdge
    count = countShared + threads * countOfThread
  }

  /// A thread's product on its part of the memory.
  func product(of thread: Int, _ scratch: UnsafeMutablePointer<Float>) -> PackedProduct {
    let own = scratch + countShared + thread * countOfThread
    return PackedProduct(panelsA: own, panelsB: scratch, edge: own + countA)
  }
}
