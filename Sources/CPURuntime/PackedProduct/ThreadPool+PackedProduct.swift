extension ThreadPool {
  /// C = A B by all threads together: they copy each part of B to panels, once for all, and then take tiles of C as they come.
  /// Where several tiles have the same rows, the part of A is copied once for all as well.
  ///
  /// Whoever is held up by another process has fewer tiles to do. Which thread makes a tile depends on timing, its bits do not.
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
    let depth = PackedProduct.depth(extent.inner)
    let left = layout.sharesLeft ? scratch + extent.countB : nil
    for column in Swift.stride(from: 0, to: extent.columns, by: PackedProduct.columnLimit) {
      let width = min(PackedProduct.columnLimit, extent.columns - column)
      let tiles = PackedTiles(rows: extent.rows, columns: width, threads: threads)
      for start in Swift.stride(from: 0, to: extent.inner, by: depth) {
        let part = min(depth, extent.inner - start)
        // Panels of A stay for the next columns where they hold all of it.
        let copiesLeft = left != nil && (column == 0 || depth < extent.inner)
        copySides(
          Panels(a.from(column: start), along: .rows, width: PackedProduct.blockRows),
          copiesLeft ? extent.rows : 0, into: left ?? scratch,
          Panels(b.from(row: start).from(column: column), along: .columns, width: PackedProduct.blockColumns),
          width, into: scratch, depth: part)
        share(tiles.count) { thread, number in
          let (rows, columns) = tiles[number]
          let product = layout.product(of: thread, scratch)
          let target = c + rows.lowerBound * stride + column + columns.lowerBound
          if let left {
            product.multiplyBlocks(
              left + rows.lowerBound * part, scratch + columns.lowerBound * part, into: target,
              stride: stride,
              rows: rows.count, columns: columns.count, depth: part, accumulates: start > 0)
          } else {
            product.multiplyPanels(
              a.from(row: rows.lowerBound).from(column: start), from: columns.lowerBound, into: target,
              stride: stride, rows: rows.count, columns: columns.count, depth: part, accumulates: start > 0)
          }
        }
      }
    }
  }

  /// Copies columns of B, and rows of A where there are any to copy, to the panels that all threads read.
  private func copySides(
    _ a: Panels, _ rows: Int, into left: UnsafeMutablePointer<Float>, _ b: Panels, _ columns: Int,
    into right: UnsafeMutablePointer<Float>, depth: Int
  ) {
    let (piecesA, piecesB) = (rows == 0 ? 0 : a.pieces(rows, depth: depth), b.pieces(columns, depth: depth))
    share(piecesA + piecesB, grain: 2, .apart) { _, piece in
      if piece < piecesB {
        b.copy(piece: piece, columns, depth: depth, into: right)
      } else {
        a.copy(piece: piece - piecesB, rows, depth: depth, into: left)
      }
    }
  }
}

/// How a part of C is divided into tiles: whole panels of its rows, and where these are few, of its columns too.
struct PackedTiles {
  /// Panels of rows that a tile has at most: their part of A stays in the second-level cache.
  private static let panelsOfRows = 8
  /// Tiles for each thread, at least where there are as many panels: then little is lost at the end.
  private static let tilesOfThread = 16

  private let rows, columns: Int
  /// Panels of the rows and of the columns, and the parts that they are divided into.
  private let rowPanels, columnPanels, rowParts, columnParts: Int

  /// The number of tiles.
  var count: Int { rowParts * columnParts }

  /// Whether several tiles have the same rows.
  var dividesColumns: Bool { columnParts > 1 }

  init(rows: Int, columns: Int, threads: Int) {
    (self.rows, self.columns) = (rows, columns)
    rowPanels = Self.parts(rows, PackedProduct.blockRows)
    columnPanels = Self.parts(columns, PackedProduct.blockColumns)
    let wanted = Self.parts(rowPanels, Self.panelsOfRows)
    // The threads have tiles of one size, and as many each.
    rowParts = min(rowPanels, Self.parts(wanted, threads) * threads)
    let missing = Self.parts(Self.tilesOfThread * threads, max(rowParts, 1))
    columnParts = threads == 1 ? 1 : min(columnPanels, missing)
  }

  /// The rows and columns of a tile.
  subscript(_ number: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let (row, column) = (number / columnParts, number % columnParts)
    return (
      Self.range(row, of: rowParts, panels: rowPanels, width: PackedProduct.blockRows, count: rows),
      Self.range(
        column, of: columnParts, panels: columnPanels, width: PackedProduct.blockColumns, count: columns)
    )
  }

  /// How many parts of at most `width` make up `count`.
  private static func parts(_ count: Int, _ width: Int) -> Int { (count + width - 1) / width }

  private static func range(_ part: Int, of parts: Int, panels: Int, width: Int, count: Int) -> Range<Int> {
    let range = ThreadPool.range(part, of: parts, count: panels)
    return (range.lowerBound * width)..<min(range.upperBound * width, count)
  }
}
