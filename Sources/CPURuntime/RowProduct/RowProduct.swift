/// The most rows that are multiplied by `RowProduct` unless the order of sums is fixed: with more, copying
/// the other matrix pays too.
let fewRowsLimit = 16

/// C = A Bᵀ for a few rows of A, as a decoding step has them (a matrix-vector product, GEMV, or nearly one):
/// B is a weight that is read from memory once, from its first byte to its last, where it lies. BLAS would
/// first copy it into another order.
///
/// A's rows are copied, up to eight side by side (`SideBySideRows`), and multiplied by a column of B at a
/// time. Read along rows that lie whole pages apart, vectors that are needed together would wait for one
/// another at the cache's banks, and lines of B that are on their way from memory with them.
///
/// Every element of C is summed in the order of `orderedDot`, whatever the other rows and columns are.
struct RowProduct {
  /// The vectors that sums are made in: eight rows' sums and what is multiplied must find room in AVX2's
  /// sixteen registers.
  typealias Lanes = SIMD8<Float>
  /// Elements of a `Lanes`.
  static let lanes = 8
  /// Columns after which results are written: a row of C may be pages away from the next.
  static let columns = 8
  /// Elements of each row that take a turn, so that eight rows leave room in the innermost cache: half of 32
  /// KiB.
  static let turn = 512

  /// One right side and where its product goes.
  struct Weight {
    /// `[columns, inner]`.
    let b: UnsafePointer<Float>
    /// `[rows, columns]`.
    let c: UnsafeMutablePointer<Float>
    let columns: Int
  }

  /// `[rows, inner]`.
  let a: UnsafePointer<Float>
  let rows, inner: Int

  /// Floats of scratch memory that a thread needs: for copies of the rows, and for sums.
  static func scratchCount(rows: Int, inner: Int) -> Int {
    copyCount(rows: rows, inner: inner) + sumCount * lanes
  }

  private static func copyCount(rows: Int, inner: Int) -> Int { (rows + 7) / 8 * 8 * wholeLanes(inner) }
  /// Eight vectors of each column, and the totals of all.
  private static let sumCount = columns * 8 + columns

  /// Computes the products with all weights by all threads together. Each takes some columns as it comes to
  /// them: cores of a machine that others use too differ by a tenth, and each operation of a decoding step
  /// waits for the slower one.
  /// - Parameter scratch: `scratchCount` floats for each thread.
  func multiply(_ weights: [Weight], _ pool: ThreadPool, scratch: UnsafeMutablePointer<Float>) {
    shareColumns(
      of: weights.count, { weights[$0].columns }, elements: Self.sharedElements, copies: rows > 1, pool,
      scratch
    ) {
      multiply(weights[$0], $1, scratch: $2)
    }
  }

  /// Calls `body` with some columns of a weight at a time, on all threads, each with scratch memory of its
  /// own.
  /// - Parameters:
  ///   - weights: how many weights there are.
  ///   - columns: the columns of each.
  ///   - elements: elements of a weight that a thread takes at once.
  ///   - copies: whether the scratch memory shall have copies of the rows.
  @inline(__always)
  func shareColumns(
    of weights: Int, _ columns: (Int) -> Int, elements: Int, copies: Bool = true,
    _ pool: ThreadPool, _ scratch: UnsafeMutablePointer<Float>,
    _ body: (_ weight: Int, _ columns: Range<Int>, _ scratch: UnsafeMutablePointer<Float>) -> Void
  ) {
    let width = max(Self.columns, elements / max(inner, 1) / Self.columns * Self.columns)
    let parts = (0..<weights).reduce(0) { $0 + (columns($1) + width - 1) / width }
    pool.shareInTurn(parts, grain: 4, .apart) { thread, next in
      let own = scratch + thread * Self.scratchCount(rows: rows, inner: inner)
      if copies { copyRows(to: own) }
      while var part = next() {
        for weight in 0..<weights {
          let count = (columns(weight) + width - 1) / width
          if part < count {
            body(weight, (part * width)..<min((part + 1) * width, columns(weight)), own)
            break
          }
          part -= count
        }
      }
    }
  }

  /// Elements of B that a thread takes at once: 32 KiB, two microseconds' work.
  private static let sharedElements = 1 << 13

  /// Copies all rows, eight side by side, to a thread's scratch memory.
  func copyRows(to scratch: UnsafeMutablePointer<Float>) {
    for first in stride(from: 0, to: rows, by: 8) { group(first, scratch).copy() }
  }

  /// Up to eight rows from one on.
  @inline(__always)
  func group(_ first: Int, _ scratch: UnsafeMutablePointer<Float>) -> SideBySideRows {
    SideBySideRows(
      a + first * inner, rows: min(8, rows - first), inner: inner, at: scratch + first * wholeLanes(inner))
  }

  /// Where a thread's scratch memory has room for eight vectors of each of `columns`, and for all totals.
  func sums(in scratch: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(scratch + Self.copyCount(rows: rows, inner: inner))
      .assumingMemoryBound(to: Lanes.self)
  }

  /// Computes some columns of a weight's product.
  /// - Parameter scratch: has the copies of the rows where there are several.
  func multiply(_ weight: Weight, _ columns: Range<Int>, scratch: UnsafeMutablePointer<Float>) {
    if rows == 1 { return multiplyOnly(weight, columns) }
    let sums = sums(in: scratch)
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: Self.columns) {
      let count = min(Self.columns, columns.upperBound - first)
      for row in stride(from: 0, to: rows, by: 8) {
        multiply(
          group(row, scratch), weight.b + first * inner, count,
          into: weight.c + row * weight.columns + first, stride: weight.columns, sums)
      }
    }
  }

  /// Some rows by up to eight columns.
  /// - Parameter sums: room for eight vectors of each column, and for all totals.
  @inline(__always)
  private func multiply(
    _ group: SideBySideRows, _ b: UnsafePointer<Float>, _ count: Int, into c: UnsafeMutablePointer<Float>,
    stride: Int, _ sums: UnsafeMutablePointer<Lanes>
  ) {
    let (whole, totals) = (wholeLanes(inner), sums + Self.columns * 8)
    var start = 0
    while start + Self.turn < whole {
      for column in 0..<count {
        group.add(start..<(start + Self.turn), column: b + column * inner, to: sums + column * 8)
      }
      start += Self.turn
    }
    for column in 0..<count {
      let b = b + column * inner
      totals[column] = group.totals(start..<whole, column: b, from: sums + column * 8)
      for i in whole..<inner {
        for row in 0..<group.rows { totals[column][row] += group.a[row * inner + i] * b[i] }
      }
    }
    let totalElements = UnsafeRawPointer(totals).assumingMemoryBound(to: Float.self)
    transpose(
      totalElements, stride: Self.lanes, rows: count, columns: group.rows, into: c, stride: stride)
  }
}

/// One product, summed as all of a `RowProduct` are: eight sums side by side of every eighth product each,
/// which are then added by halves, and to them the products behind the last whole eight.
@inline(__always)
func orderedDot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ inner: Int) -> Float {
  let whole = wholeLanes(inner)
  var sum = RowProduct.Lanes.zero
  var i = 0
  while i < whole {
    sum = multiplyAdd(loadLanes(a + i), loadLanes(b + i), sum)
    i += RowProduct.lanes
  }
  let four = sum.lowHalf + sum.highHalf
  let two = four.lowHalf + four.highHalf
  var total = two.x + two.y
  for i in whole..<inner { total += a[i] * b[i] }
  return total
}

/// Elements in whole eights.
@_transparent
func wholeLanes(_ inner: Int) -> Int { inner / RowProduct.lanes * RowProduct.lanes }

/// Loads eight elements.
@_transparent
func loadLanes(_ pointer: UnsafePointer<Float>) -> RowProduct.Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: RowProduct.Lanes.self)
}
