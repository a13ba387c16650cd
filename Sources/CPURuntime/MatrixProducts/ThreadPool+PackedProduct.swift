extension ThreadPool {
  /// C = A B by all threads together: they copy each part of B to panels, once for all, and then take tiles
  /// of C as they come. Where several tiles have the same rows, the part of A is copied once for all as well.
  ///
  /// Whoever is held up by another process has fewer tiles to do. Which thread makes a tile depends on
  /// timing, its bits do not.
  /// - Parameter scratch: `extent.sharedScratchCount(threads)` floats.
  func multiplyPacked(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int,
    extent: PackedProduct.Extent, scratch: UnsafeMutablePointer<Float>
  ) {
    let layout = PackedScratch(extent, threads: threads)
    if extent.isSmall {
      return layout.product(of: 0, scratch).multiply(
        a, b, into: c, stride: stride, rows: extent.rows, columns: extent.columns, inner: extent.inner)
    }
    for column in Swift.stride(from: 0, to: extent.columns, by: PackedProduct.columnLimit) {
      let columns = column..<min(column + PackedProduct.columnLimit, extent.columns)
      let tiles = PackedTiles(
        rows: extent.rows, columns: columns.count, threads: threads, sharesLeft: layout.sharesLeft)
      for start in Swift.stride(from: 0, to: extent.inner, by: max(layout.depthAtOnce, 1)) {
        let inner = start..<min(start + layout.depthAtOnce, extent.inner)
        let call = SharedPanels(
          a: a, b: b, extent: extent, columns: columns, inner: inner, layout: layout, scratch)
        // Panels of A stay for the next columns where they hold all of it.
        call.copy(self, copiesLeft: layout.sharesLeft && (column == 0 || inner.count < extent.inner))
        share(tiles.count, tiles.order) { thread, number in
          call.multiply(tiles, number, layout.product(of: thread, scratch), into: c + column, stride: stride)
        }
      }
    }
  }
}

/// Both sides of a product along a part of the inner axis, and some of B's columns, in the memory that
/// threads share.
private struct SharedPanels {
  private let a, b: MatrixView
  private let rows: Int
  private let columns, inner: Range<Int>
  /// Elements of the inner axis that sums run along at a time.
  private let depth: Int
  /// Shared panels of A, `nil` where threads copy them or read A where it lies.
  private let left: UnsafeMutablePointer<Float>?
  private let right: UnsafeMutablePointer<Float>

  init(
    a: MatrixView, b: MatrixView, extent: PackedProduct.Extent, columns: Range<Int>, inner: Range<Int>,
    layout: PackedScratch, _ scratch: UnsafeMutablePointer<Float>
  ) {
    (self.a, self.b) = (
      a.from(column: inner.lowerBound), b.from(row: inner.lowerBound).from(column: columns.lowerBound)
    )
    (self.columns, self.inner) = (columns, inner)
    rows = extent.rows
    depth = PackedProduct.depth(extent.inner)
    left = layout.sharesLeft ? layout.left(scratch) : nil
    right = scratch
  }

  /// Where the panels begin that hold the inner axis from an element on.
  private func left(_ start: Int) -> UnsafeMutablePointer<Float>? {
    left.map { $0 + start * PackedProduct.Extent.rounded(rows, to: PackedProduct.blockRows) }
  }
  private func right(_ start: Int) -> UnsafeMutablePointer<Float> {
    right + start * PackedProduct.Extent.rounded(columns.count, to: PackedProduct.blockColumns)
  }

  /// Copies columns of B, and rows of A where `copiesLeft`, to the panels that all threads read.
  func copy(_ pool: ThreadPool, copiesLeft: Bool) {
    let floats = max(1, inner.count * (columns.count + (copiesLeft ? rows : 0)))
    // Some for each thread, and none so small that it does not pay for being taken.
    let piece = pool.threads == 1 ? Int.max : max(1 << 12, floats / (8 * pool.threads))
    let panelsB = Panels(b, along: .columns, width: PackedProduct.blockColumns)
    let panelsA = Panels(a, along: .rows, width: PackedProduct.blockRows)
    // The last part of the inner axis is at most as long as the others, and has no more pieces.
    let partPieces = (
      a: copiesLeft ? panelsA.pieces(rows, depth: depth, floats: piece).count : 0,
      b: panelsB.pieces(columns.count, depth: depth, floats: piece).count
    )
    let ofPart = partPieces.a + partPieces.b
    pool.share((inner.count + depth - 1) / depth * ofPart, grain: 2, .apart) { _, number in
      let (start, number) = (number / ofPart * depth, number % ofPart)
      let part = min(depth, inner.count - start)
      if number < partPieces.b {
        let pieces = panelsB.pieces(columns.count, depth: part, floats: piece)
        if number < pieces.count {
          Panels(b.from(row: start), along: .columns, width: PackedProduct.blockColumns)
            .copy(number, of: pieces, into: right(start))
        }
      } else if let left = left(start) {
        let pieces = panelsA.pieces(rows, depth: part, floats: piece)
        if number - partPieces.b < pieces.count {
          Panels(a.from(column: start), along: .rows, width: PackedProduct.blockRows)
            .copy(number - partPieces.b, of: pieces, into: left)
        }
      }
    }
  }

  /// Multiplies what a run has by a thread's product.
  /// - Parameter c: the first row of the columns.
  @inline(__always)
  func multiply(
    _ tiles: PackedTiles, _ run: Int, _ product: PackedProduct, into c: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    for start in Swift.stride(from: 0, to: inner.count, by: depth) {
      let part = min(depth, inner.count - start)
      let accumulates = inner.lowerBound + start > 0
      tiles.forEach(run) { rows, columns in
        let target = c + rows.lowerBound * stride + columns.lowerBound
        let b = right(start) + columns.lowerBound * part
        if let left = left(start) {
          product.multiplyBlocks(
            left + rows.lowerBound * part, b, into: target, stride: stride, rows: rows.count,
            columns: columns.count, depth: part, accumulates: accumulates)
        } else {
          product.multiplyPanels(
            a.from(row: rows.lowerBound).from(column: start), b, into: target, stride: stride,
            rows: rows.count, columns: columns.count, depth: part, accumulates: accumulates)
        }
      }
    }
  }
}
