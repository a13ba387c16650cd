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
  private let inner: Int
  /// `[inner / 8, width, 8]`: as much of the rows as is in whole eights.
  private let side: UnsafeMutablePointer<Float>
  /// Rows side by side, with those of zeros.
  private let width: Int

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

  /// Adds the products of a range of elements with a column's to sums, a vector for each row; the first range's are written.
  @inline(__always)
  func add(_ range: Range<Int>, column b: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Lanes>) {
    if width == 8 {
      eight(range, b, from: sums).store(sums)
    } else {
      four(range, b, from: sums).store(sums)
    }
  }

  /// Every row's product with a column, of which the last range of elements is left to be added; beyond the last row, zero.
  @inline(__always)
  func totals(_ range: Range<Int>, column b: UnsafePointer<Float>, from sums: UnsafePointer<Lanes>) -> Lanes {
    width == 8 ? eight(range, b, from: sums).totals : four(range, b, from: sums).totals
  }

  @inline(__always)
  private func eight(_ range: Range<Int>, _ b: UnsafePointer<Float>, from kept: UnsafePointer<Lanes>)
    -> EightSums
  {
    var sums = range.lowerBound == 0 ? EightSums() : EightSums(kept)
    var (x, y) = (side + range.lowerBound * 8, b + range.lowerBound)
    let (distance, end) = (prefetchDistance, b + range.upperBound)
    while y + 16 <= end {
      prefetchLine(y + distance)
      sums.add(x, loadLanes(y))
      sums.add(x + 64, loadLanes(y + 8))
      x += 128
      y += 16
    }
    if y < end { sums.add(x, loadLanes(y)) }
    return sums
  }

  @inline(__always)
  private func four(_ range: Range<Int>, _ b: UnsafePointer<Float>, from kept: UnsafePointer<Lanes>)
    -> FourSums
  {
    var sums = range.lowerBound == 0 ? FourSums() : FourSums(kept)
    var (x, y) = (side + range.lowerBound * 4, b + range.lowerBound)
    let (distance, end) = (prefetchDistance, b + range.upperBound)
    while y + 16 <= end {
      prefetchLine(y + distance)
      sums.add(x, loadLanes(y))
      sums.add(x + 32, loadLanes(y + 8))
      x += 64
      y += 16
    }
    if y < end { sums.add(x, loadLanes(y)) }
    return sums
  }

  /// With turns, what comes next stands a column further on.
  private var prefetchDistance: Int { inner > RowProduct.turn ? inner : Self.prefetchDistance }
}

/// The sums of four rows, a vector each.
private struct FourSums {
  typealias Lanes = RowProduct.Lanes
  var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)

  @_transparent
  init() {}

  @_transparent
  init(_ kept: UnsafePointer<Lanes>) { (s0, s1, s2, s3) = (kept[0], kept[1], kept[2], kept[3]) }

  @_transparent
  func store(_ kept: UnsafeMutablePointer<Lanes>) { (kept[0], kept[1], kept[2], kept[3]) = (s0, s1, s2, s3) }

  @_transparent
  mutating func add(_ x: UnsafePointer<Float>, _ y: Lanes) {
    s0 = multiplyAdd(loadLanes(x), y, s0)
    s1 = multiplyAdd(loadLanes(x + 8), y, s1)
    s2 = multiplyAdd(loadLanes(x + 16), y, s2)
    s3 = multiplyAdd(loadLanes(x + 24), y, s3)
  }

  @_transparent
  var totals: Lanes { foldedLanes(s0, s1, s2, s3, .zero, .zero, .zero, .zero) }
}

/// The sums of eight rows, a vector each.
private struct EightSums {
  typealias Lanes = RowProduct.Lanes
  var low = FourSums()
  var high = FourSums()

  @_transparent
  init() {}

  @_transparent
  init(_ kept: UnsafePointer<Lanes>) { (low, high) = (FourSums(kept), FourSums(kept + 4)) }

  @_transparent
  func store(_ kept: UnsafeMutablePointer<Lanes>) {
    low.store(kept)
    high.store(kept + 4)
  }

  @_transparent
  mutating func add(_ x: UnsafePointer<Float>, _ y: Lanes) {
    low.add(x, y)
    high.add(x + 32, y)
  }

  @_transparent
  var totals: Lanes {
    foldedLanes(low.s0, low.s1, low.s2, low.s3, high.s0, high.s1, high.s2, high.s3)
  }
}

/// The sum of each vector's elements, added by halves as `orderedDot` does, of all vectors side by side.
@_transparent
private func foldedLanes(
  _ s0: SIMD8<Float>, _ s1: SIMD8<Float>, _ s2: SIMD8<Float>, _ s3: SIMD8<Float>, _ s4: SIMD8<Float>,
  _ s5: SIMD8<Float>, _ s6: SIMD8<Float>, _ s7: SIMD8<Float>
) -> SIMD8<Float> {
  typealias Lanes = SIMD8<Float>
  // Four partial sums of each of two rows.
  @inline(__always) func halves(_ a: Lanes, _ b: Lanes) -> Lanes {
    Lanes(lowHalf: a.lowHalf, highHalf: b.lowHalf) + Lanes(lowHalf: a.highHalf, highHalf: b.highHalf)
  }
  // Two of each of four.
  @inline(__always) func quarters(_ a: Lanes, _ b: Lanes) -> Lanes {
    Lanes(a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5])
      + Lanes(a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7])
  }
  let x = quarters(halves(s0, s4), halves(s1, s5))
  let y = quarters(halves(s2, s6), halves(s3, s7))
  return Lanes(x[0], x[2], y[0], y[2], x[4], x[6], y[4], y[6])
    + Lanes(x[1], x[3], y[1], y[3], x[5], x[7], y[5], y[7])
}
