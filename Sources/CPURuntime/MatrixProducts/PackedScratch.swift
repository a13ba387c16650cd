/// The scratch memory of threads that share a product: the panels of B, those of A where they share these
/// too, and for each thread panels of A of its own where they do not, and a block at the edge of C.
struct PackedScratch {
  /// Floats of all parts.
  let count: Int
  /// Whether threads share panels of A: where each would copy rows that others copy as well, and all are few
  /// enough to stay in caches.
  let sharesLeft: Bool
  /// Elements of the inner axis whose panels are there at a time: some of the parts that sums run along, as
  /// many as the threads' caches hold. The fewer meetings of threads, and the longer each one's work between
  /// them, the less they wait.
  let depthAtOnce: Int
  /// Where the shared panels of A begin, and a thread's own memory.
  private let leftStart, ownStart: Int
  private let countA, countOfThread: Int

  init(_ extent: PackedProduct.Extent, threads: Int) {
    let (depth, inner) = (PackedProduct.depth(extent.inner), extent.inner)
    let rows = PackedProduct.Extent.rounded(extent.rows, to: PackedProduct.blockRows)
    sharesLeft =
      (PackedProduct.isWide || extent.transposesLeft) && !extent.isSmall
      && extent.rows * depth <= threads * PackedProduct.sharedLeftLimit
      && PackedTiles.dividesColumns(rows: extent.rows, threads: threads)
    let floats = extent.countB + (sharesLeft ? rows * depth : 0)
    let parts = max(1, (inner + depth - 1) / max(depth, 1))
    let atOnce = max(1, min(parts, threads * PackedProduct.sharedPartsLimit / max(floats, 1)))
    let times = (parts + atOnce - 1) / atOnce
    depthAtOnce = min(max(inner, 1), (parts + times - 1) / times * depth)
    let columns = min(
      PackedProduct.columnLimit, PackedProduct.Extent.rounded(extent.columns, to: PackedProduct.blockColumns))
    leftStart = depthAtOnce * columns
    ownStart = leftStart + (sharesLeft ? depthAtOnce * rows : 0)
    countA = sharesLeft ? 0 : extent.countA
    countOfThread = countA + extent.countEdge
    count = ownStart + threads * countOfThread
  }

  /// The shared panels of A.
  func left(_ scratch: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> { scratch + leftStart }

  /// A thread's product on its part of the memory.
  func product(of thread: Int, _ scratch: UnsafeMutablePointer<Float>) -> PackedProduct {
    let own = scratch + ownStart + thread * countOfThread
    return PackedProduct(panelsA: own, panelsB: scratch, edge: own + countA)
  }
}
