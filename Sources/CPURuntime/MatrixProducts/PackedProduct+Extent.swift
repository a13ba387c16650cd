extension PackedProduct {
  /// The sizes of a product.
  struct Extent {
    /// Rows of A and C, columns of B and C, and the axis that is summed over.
    let rows, columns, inner: Int
    /// Whether A lies transposed in memory: threads share a copy of it then, for narrow blocks too.
    var transposesLeft = false

    /// Whether the product is so small, some ten microseconds, that a second thread does not pay for its
    /// waking.
    var isSmall: Bool { rows * columns * inner < 1 << 19 }

    /// Elements of the inner axis that panels hold at most.
    var depth: Int { min(PackedProduct.innerLimit, inner) }

    /// Floats of the panels of A that a thread copies at once.
    var countA: Int {
      depth * min(PackedProduct.rowLimit, Self.rounded(rows, to: PackedProduct.blockRows))
    }

    /// Floats of the panels of B that are copied at once.
    var countB: Int {
      depth * min(PackedProduct.columnLimit, Self.rounded(columns, to: PackedProduct.blockColumns))
    }

    /// Floats of a block at the edge of C.
    var countEdge: Int { PackedProduct.blockRows * PackedProduct.blockColumns }

    static func rounded(_ count: Int, to width: Int) -> Int { (count + width - 1) / width * width }

    /// Floats of scratch memory for one thread alone: a part of A, a part of B, and a block at the edge of C.
    var scratchCount: Int { countA + countB + countEdge }

    /// Floats of scratch memory for threads that share the product.
    func sharedScratchCount(_ threads: Int) -> Int { PackedScratch(self, threads: threads).count }
  }
}
