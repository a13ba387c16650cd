extension PackedProduct {
  /// The sizes of a product.
  struct Extent {
    /// Rows of A and C, columns of B and C, and the axis that is summed over.
    let rows, columns, inner: Int

    /// Whether panels are faster than OpenBLAS: where its kernel is not made for the processor always, elsewhere in products
    /// that are large enough for the copying.
    ///
    /// In a portable build, which has no instruction that multiplies and adds, they never are; without AVX-512 not those of a
    /// transposed left side, whose few rows of a tile are short runs in memory.
    func paysPanels(transposesLeft: Bool) -> Bool {
      #if FUSED_MULTIPLY_ADD
        if PackedProduct.replacesBLAS { return true }
        let isLarge = min(rows, columns, inner) >= PackedProduct.leastExtent
        return isLarge && (PackedProduct.isWide || !transposesLeft)
      #else
        false
      #endif
    }

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

    /// Floats of scratch memory for threads that share the panels of B.
    func sharedScratchCount(_ threads: Int) -> Int { countB + threads * (countA + countEdge) }

    /// A thread's product, on its part of `sharedScratchCount` floats.
    func product(of thread: Int, scratch: UnsafeMutablePointer<Float>) -> PackedProduct {
      let own = scratch + countB + thread * (countA + countEdge)
      return PackedProduct(panelsA: own, panelsB: scratch, edge: own + countA)
    }
  }
}
