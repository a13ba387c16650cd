extension PackedProduct {
  /// The sizes of a product.
  struct Extent {
    /// Rows of A and C, columns of B and C, and the axis that is summed over.
    let rows, columns, inner: Int

    /// Whether the product is so small, some ten microseconds, that a second thread does not pay for its waking.
    var isSmall: Bool { rows * columns * inner < 1 << 19 }

    private var depth: Int { min(PackedProduct.innerLimit, inner) }

    /// Floats of the panels of A that are copied at once; narrow blocks need none.
    var countA: Int {
      PackedProduct.isWide
        ? depth * min(PackedProduct.rowLimit, Self.rounded(rows, to: PackedProduct.blockRows)) : 0
    }

    /// Floats of the panels of B that are copied at once.
    var countB: Int {
      depth * min(PackedProduct.columnLimit, Self.rounded(columns, to: PackedProduct.blockColumns))
    }

    /// Floats of a block at the edge of C.
    private var countEdge: Int { PackedProduct.blockRows * PackedProduct.blockColumns }

    private static func rounded(_ count: Int, to width: Int) -> Int { (count + width - 1) / width * width }

    /// Floats of scratch memory for one thread alone: a part of A, a part of B, and a block at the edge of C.
    var scratchCount: Int { countA + countB + countEdge }

    /// Whether threads share panels of A too: wide ones, where each tile would copy rows that others copy as well, and few enough
    /// of them to stay in a cache.
    func sharesLeft(_ threads: Int) -> Bool {
      PackedProduct.isWide && !isSmall && rows * depth <= PackedProduct.sharedLeftLimit
        && PackedTiles(rows: rows, columns: min(columns, PackedProduct.columnLimit), threads: threads)
          .dividesColumns
    }

    /// Floats of panels of A for each thread, and for all of them.
    private func countsA(_ threads: Int) -> (own: Int, shared: Int) {
      sharesLeft(threads) ? (0, depth * Self.rounded(rows, to: PackedProduct.blockRows)) : (countA, 0)
    }

    /// Floats of scratch memory for threads that share the panels of B, and perhaps of A.
    func sharedScratchCount(_ threads: Int) -> Int {
      let count = countsA(threads)
      return countB + count.shared + threads * (count.own + countEdge)
    }

    /// A thread's product, on its part of `sharedScratchCount` floats: the panels of B, those of A that are shared, and each
    /// thread's own.
    func product(of thread: Int, threads: Int, scratch: UnsafeMutablePointer<Float>) -> PackedProduct {
      let count = countsA(threads)
      let own = scratch + countB + count.shared + thread * (count.own + countEdge)
      return PackedProduct(panelsA: own, panelsB: scratch, edge: own + count.own)
    }
  }
}
