/// C = A B, or C += A B, for large matrices on one thread, by blocks whose sums stay in registers: 14 rows and two vectors
/// where the processor has AVX-512, elsewhere six rows and one vector.
///
/// The layers are those of Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication"): a part of B is
/// copied to panels of a block's columns, a part of A to panels of its rows, and every block then reads two panels from first
/// byte to last. The block alone runs at the speed of the processor's multiply-adds; what is lost is the copying. With AVX-512
/// OpenBLAS has blocks of the same kind that reach 5 to 7 % less.
///
/// Every element is summed in an order that depends on the inner axis alone, at the edges too.
struct PackedProduct {
  /// Whether blocks are wide.
  private static let isWide = Processor.hasAVX512
  /// Rows of a block, and of a panel of A.
  static let blockRows = isWide ? 14 : 6
  /// Columns of a block, and of a panel of B.
  static let blockColumns = isWide ? 2 * vectorWidth : vectorWidth
  /// The most elements of the inner axis that panels hold: the panel that is read again and again then fits the first-level
  /// cache, a wide block's of A or a narrow one's of B.
  static let innerLimit = isWide ? 512 : 256
  /// Rows of A that are copied at once, whole panels.
  static let rowLimit = (isWide ? 8 : 16) * blockRows
  /// Columns of B that are copied at once, whole panels.
  static let columnLimit = 1024

  /// Below this size of any axis the copying does not pay.
  static let leastExtent = 64

  /// The sizes of a product.
  struct Extent {
    /// Rows of A and C, columns of B and C, and the axis that is summed over.
    let rows, columns, inner: Int

    /// Whether the copying pays.
    var isLarge: Bool { min(rows, columns, inner) >= PackedProduct.leastExtent }

    fileprivate var depth: Int { min(PackedProduct.innerLimit, inner) }

    fileprivate var countA: Int {
      depth * min(PackedProduct.rowLimit, Self.rounded(rows, to: PackedProduct.blockRows))
    }

    fileprivate var countB: Int {
      depth * min(PackedProduct.columnLimit, Self.rounded(columns, to: PackedProduct.blockColumns))
    }

    private static func rounded(_ count: Int, to width: Int) -> Int { (count + width - 1) / width * width }

    /// Floats of scratch memory that a thread needs: a part of A, a part of B, and a block at the edge of C.
    var scratchCount: Int { countA + countB + PackedProduct.blockRows * PackedProduct.blockColumns }
  }

  /// Whether products are faster than OpenBLAS's: 28 sums take 28 of AVX-512's registers; elsewhere it has blocks as good as
  /// ours. Only a build for the machine's own processor has such code at all.
  static let suitsProcessor: Bool = {
    #if FUSED_MULTIPLY_ADD
      Processor.hasAVX512
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
    panelsA = scratch
    panelsB = scratch + extent.countA
    edge = panelsB + extent.countB
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
    // Parts of nearly equal size: a short last one would read and write all of C for little.
    let parts = max(1, (inner + Self.innerLimit - 1) / Self.innerLimit)
    let depth = (inner + parts - 1) / parts
    for column in Swift.stride(from: 0, to: columns, by: Self.columnLimit) {
      let width = min(Self.columnLimit, columns - column)
      for start in Swift.stride(from: 0, to: inner, by: max(depth, 1)) {
        let part = min(depth, inner - start)
        Panels(b.from(row: start).from(column: column), along: .columns, width: Self.blockColumns)
          .copy(width, depth: part, into: panelsB)
        for row in Swift.stride(from: 0, to: rows, by: Self.rowLimit) {
          let height = min(Self.rowLimit, rows - row)
          Panels(a.from(row: row).from(column: start), along: .rows, width: Self.blockRows)
            .copy(height, depth: part, into: panelsA)
          multiplyPanels(
            into: c + row * stride + column, stride: stride, rows: height, columns: width, depth: part,
            accumulates: accumulates || start > 0)
        }
      }
    }
  }

  private func multiplyPanels(
    into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, depth: Int, accumulates: Bool
  ) {
    if Self.isWide {
      for row in Swift.stride(from: 0, to: rows, by: Self.blockRows) {
        for column in Swift.stride(from: 0, to: columns, by: Self.blockColumns) {
          multiplyPanels(row, column, into: c, stride, rows, columns, depth, accumulates)
        }
      }
    } else {
      for column in Swift.stride(from: 0, to: columns, by: Self.blockColumns) {
        for row in Swift.stride(from: 0, to: rows, by: Self.blockRows) {
          multiplyPanels(row, column, into: c, stride, rows, columns, depth, accumulates)
        }
      }
    }
  }

  /// One block.
  @inline(__always)
  private func multiplyPanels(
    _ row: Int, _ column: Int, into c: UnsafeMutablePointer<Float>, _ stride: Int, _ rows: Int,
    _ columns: Int, _ depth: Int, _ accumulates: Bool
  ) {
    let (a, b, target) = (panelsA + row * depth, panelsB + column * depth, c + row * stride + column)
    let (height, width) = (min(Self.blockRows, rows - row), min(Self.blockColumns, columns - column))
    if height == Self.blockRows, width == Self.blockColumns {
      Self.multiplyBlock(a, b, into: target, stride: stride, depth: depth, accumulates: accumulates)
    } else {
      Self.multiplyBlock(a, b, into: edge, stride: Self.blockColumns, depth: depth, accumulates: false)
      copyEdge(to: target, stride: stride, rows: height, columns: width, accumulates: accumulates)
    }
  }

  private static func multiplyBlock(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
    depth: Int, accumulates: Bool
  ) {
    if isWide {
      multiplyWideBlock(a, b, into: c, stride: stride, depth: depth, accumulates: accumulates)
    } else {
      multiplyNarrowBlock(a, b, into: c, stride: stride, depth: depth, accumulates: accumulates)
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
