/// C = A B, or C += A B, for large matrices on one thread, by blocks whose sums stay in registers (the
/// micro-kernels of GotoBLAS and BLIS): 14 rows and two vectors where the processor has AVX-512, elsewhere
/// six rows and one vector.
///
/// The layers are those of Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication"):
/// a part of B is copied to panels of a block's columns, and with AVX-512 a part of A to panels of its rows;
/// every block then reads two panels from first byte to last. The block alone runs at the speed of the
/// processor's multiply-adds; what is lost is the copying. A narrow block spreads each element of A to a
/// vector anyway, so it reads A where it lies (`multiplyInCache`).
///
/// Every element is summed in an order that depends on the inner axis alone, at the edges too.
struct PackedProduct {
  /// Whether blocks are wide, as the registers that the kernels are compiled for; narrower ones could not
  /// hold their sums.
  static let isWide = Processor.hasAVX512
  /// Rows of a block, and of a panel of A.
  static let blockRows = isWide ? 14 : 6
  /// Columns of a block, and of a panel of B.
  static let blockColumns = isWide ? 2 * vectorWidth : vectorWidth
  /// The most elements of the inner axis that panels hold: the panel that is read again and again, a wide
  /// block's of A or a narrow one's of B, then has at most the size of the first-level cache.
  static let innerLimit = 512
  /// Rows of A that are copied at once, whole panels.
  static let rowLimit = (isWide ? 8 : 16) * blockRows
  /// Columns of B that are copied at once, whole panels.
  static let columnLimit = 1024
  /// The most elements of a part of A whose panels threads share, for each thread: 4 MiB.
  static let sharedLeftLimit = 1 << 20
  /// The most elements of both sides whose panels are there at once, for each thread, where there are several
  /// parts: 2 MiB.
  static let sharedPartsLimit = 1 << 19
  /// Columns of B whose wide panels are multiplied by all panels of A that were copied, before the next are:
  /// half a mebibyte.
  static let groupColumns = 256

  /// Whether panels make every product: in builds with an instruction that multiplies and adds, which run at
  /// the speed of the processor's multiply-adds whatever kernel OpenBLAS would have picked. Elsewhere
  /// OpenBLAS is faster.
  static let replacesBLAS: Bool = {
    #if FUSED_MULTIPLY_ADD
      true
    #else
      false
    #endif
  }()

  private let panelsA: UnsafeMutablePointer<Float>
  private let panelsB: UnsafeMutablePointer<Float>
  private let edge: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - extent: sizes that no product exceeds.
  ///   - scratch: `extent.scratchCount` floats that no other thread uses.
  init(upTo extent: Extent, scratch: UnsafeMutablePointer<Float>) {
    self.init(
      panelsA: scratch, panelsB: scratch + extent.countA, edge: scratch + extent.countA + extent.countB)
  }

  /// A product whose panels lie apart: `panelsA` and `edge` are this thread's own.
  init(
    panelsA: UnsafeMutablePointer<Float>, panelsB: UnsafeMutablePointer<Float>,
    edge: UnsafeMutablePointer<Float>
  ) {
    (self.panelsA, self.panelsB, self.edge) = (panelsA, panelsB, edge)
  }

  /// - Parameters:
  ///   - rows: rows of A and C.
  ///   - columns: columns of B and C.
  ///   - inner: columns of A, rows of B; the sum runs over them in order, whatever the rows and columns.
  ///   - accumulates: whether the product is added to what C has.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, inner: Int, accumulates: Bool = false
  ) {
    let depth = Self.depth(inner)
    for column in Swift.stride(from: 0, to: columns, by: Self.columnLimit) {
      let width = min(Self.columnLimit, columns - column)
      for start in Swift.stride(from: 0, to: inner, by: depth) {
        let part = min(depth, inner - start)
        Panels(b.from(row: start).from(column: column), along: .columns, width: Self.blockColumns)
          .copy(width, depth: part, into: panelsB)
        for row in Swift.stride(from: 0, to: rows, by: Self.rowLimit) {
          let height = min(Self.rowLimit, rows - row)
          multiplyPanels(
            a.from(row: row).from(column: start), panelsB, into: c + row * stride + column, stride: stride,
            rows: height, columns: width, depth: part, accumulates: accumulates || start > 0)
        }
      }
    }
  }

  /// The elements of the inner axis that are multiplied at once: parts of nearly equal size, since a short
  /// last one would read and write all of C for little.
  static func depth(_ inner: Int) -> Int {
    let parts = max(1, (inner + innerLimit - 1) / innerLimit)
    return max(1, (inner + parts - 1) / parts)
  }

  /// Multiplies some rows of A, as they are, by panels of B.
  func multiplyPanels(
    _ a: MatrixView, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, depth: Int, accumulates: Bool
  ) {
    if !Self.isWide, !a.isTransposed {
      return multiplyWhereItLies(
        a, b, into: c, stride: stride, rows: rows, columns: columns, depth: depth, accumulates: accumulates)
    }
    Panels(a, along: .rows, width: Self.blockRows).copy(rows, depth: depth, into: panelsA)
    multiplyBlocks(
      panelsA, b, into: c, stride: stride, rows: rows, columns: columns, depth: depth,
      accumulates: accumulates)
  }

  /// Multiplies panels of A by panels of B. Wide ones: all panels of A by some of B, then by the next, so
  /// that those of B stay in the second-level cache beside those of A. Narrow ones: all of A by one of B,
  /// which stays in the first.
  func multiplyBlocks(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
    rows: Int, columns: Int, depth: Int, accumulates: Bool
  ) {
    guard Self.isWide else {
      return multiplyNarrowBlocks(
        a, b, into: c, stride: stride, rows: rows, columns: columns, depth: depth, accumulates: accumulates)
    }
    let sizes = (rows: rows, columns: columns, depth: depth)
    for group in Swift.stride(from: 0, to: columns, by: Self.groupColumns) {
      let end = min(group + Self.groupColumns, columns)
      for row in Swift.stride(from: 0, to: rows, by: Self.blockRows) {
        for column in Swift.stride(from: group, to: end, by: Self.blockColumns) {
          multiplyBlock(a, b, into: c, stride, at: (row, column), sizes, accumulates)
        }
      }
    }
  }

  /// Multiplies rows of A without a copy of them.
  ///
  /// They are touched first in their order, so that memory gives them as a stream: a block reads six of them
  /// side by side.
  @inline(never)
  private func multiplyWhereItLies(
    _ a: MatrixView, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, depth: Int, accumulates: Bool
  ) {
    if !a.isTransposed {
      for row in 0..<rows { Panels.touch(a.elements + row * a.stride, depth, edge) }
    }
    multiplyInCache(
      a, PanelledMatrix(elements: b, depth: depth), into: c, stride: stride, rows: rows, columns: columns,
      inner: depth, beta: accumulates ? 1 : 0)
  }

  @inline(never)
  private func multiplyNarrowBlocks(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
    rows: Int, columns: Int, depth: Int, accumulates: Bool
  ) {
    for column in Swift.stride(from: 0, to: columns, by: Self.blockColumns) {
      for row in Swift.stride(from: 0, to: rows, by: Self.blockRows) {
        multiplyInCache(
          MatrixView(a + row * depth, stride: Self.blockRows, isTransposed: true),
          PanelledMatrix(elements: b + column * depth, depth: depth), into: c + row * stride + column,
          stride: stride, rows: min(Self.blockRows, rows - row),
          columns: min(Self.blockColumns, columns - column), inner: depth, beta: accumulates ? 1 : 0)
      }
    }
  }

  /// One wide block.
  @inline(__always)
  private func multiplyBlock(
    _ panelsA: UnsafePointer<Float>, _ panelsB: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    _ stride: Int, at place: (row: Int, column: Int), _ sizes: (rows: Int, columns: Int, depth: Int),
    _ accumulates: Bool
  ) {
    let ((row, column), (rows, columns, depth)) = (place, sizes)
    let (a, b, target) = (panelsA + row * depth, panelsB + column * depth, c + row * stride + column)
    let (height, width) = (min(Self.blockRows, rows - row), min(Self.blockColumns, columns - column))
    if height == Self.blockRows, width == Self.blockColumns {
      Self.multiplyWideBlock(a, b, into: target, stride: stride, depth: depth, accumulates: accumulates)
    } else {
      Self.multiplyWideBlock(a, b, into: edge, stride: Self.blockColumns, depth: depth, accumulates: false)
      copyEdge(to: target, stride: stride, rows: height, columns: width, accumulates: accumulates)
    }
  }

  private func copyEdge(
    to c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, accumulates: Bool
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        let value = edge[row * Self.blockColumns + column]
        c[row * stride + column] = accumulates ? c[row * stride + column] + value : value
      }
    }
  }
}
