import CInstructions

/// Up to eight rows, copied so that what is multiplied by the same eight elements of a column lies together.
///
/// Four rows or fewer are filled up to four with rows of zeros, more to eight.
struct SideBySideRows {
  typealias Lanes = RowProduct.Lanes

  /// The rows where they lie, `[rows, inner]`.
  let a: UnsafePointer<Float>
  /// Rows that count.
  let rows: Int
  let inner: Int
  /// `[inner / 8, width, 8]`: as much of the rows as is in whole eights.
  let side: UnsafeMutablePointer<Float>
  /// Rows side by side, with those of zeros.
  let width: Int

  /// How far ahead of what it reads a column is fetched, in elements: 1 KiB.
  private static let prefetchDistance = 256

  /// Rows that have been copied, or are going to be.
  /// - Parameter memory: where the copy is: eight times the rows' whole eights, in floats, at most.
  init(_ a: UnsafePointer<Float>, rows: Int, inner: Int, at memory: UnsafeMutablePointer<Float>) {
    (self.a, self.rows, self.inner, side) = (a, rows, inner, memory)
    width = rows <= 4 ? 4 : 8
  }

  /// Copies the rows.
  func copy() {
    for row in 0..<width {
      for i in stride(from: 0, to: wholeLanes(inner), by: RowProduct.lanes) {
        UnsafeMutableRawPointer(side + i * width + row * RowProduct.lanes).storeBytes(
          of: row < rows ? loadLanes(a + row * inner + i) : .zero, as: Lanes.self)
      }
    }
  }

  /// Adds the products of a range of elements with a column's to sums, a vector for each row; the first
  /// range's are written.
  @inline(__always)
  func add(_ range: Range<Int>, column b: UnsafePointer<Float>, to kept: UnsafeMutablePointer<Lanes>) {
    if width == 8 {
      sums(EightSums.self, range, b, from: kept).store(kept)
    } else {
      sums(FourSums.self, range, b, from: kept).store(kept)
    }
  }

  /// Every row's product with a column, of which the last range of elements is left to be added; beyond the
  /// last row, zero.
  @inline(__always)
  func totals(_ range: Range<Int>, column b: UnsafePointer<Float>, from kept: UnsafePointer<Lanes>) -> Lanes {
    width == 8
      ? sums(EightSums.self, range, b, from: kept).totals : sums(FourSums.self, range, b, from: kept).totals
  }

  @inline(__always)
  private func sums<Sums: RowSums>(
    _: Sums.Type, _ range: Range<Int>, _ b: UnsafePointer<Float>, from kept: UnsafePointer<Lanes>
  ) -> Sums {
    var sums = range.lowerBound == 0 ? Sums() : Sums(kept)
    let eight = Sums.rows * RowProduct.lanes
    var (x, y) = (side + range.lowerBound * Sums.rows, b + range.lowerBound)
    let (distance, end) = (prefetchDistance, b + range.upperBound)
    while y + 16 <= end {
      prefetchLine(y + distance)
      sums.add(x, loadLanes(y))
      sums.add(x + eight, loadLanes(y + 8))
      x += 2 * eight
      y += 16
    }
    if y < end { sums.add(x, loadLanes(y)) }
    return sums
  }

  /// With turns, what comes next stands a column further on.
  private var prefetchDistance: Int { inner > RowProduct.turn ? inner : Self.prefetchDistance }
}
