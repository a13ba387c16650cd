/// The sums of some rows' products with a column, a vector each.
protocol RowSums {
  typealias Lanes = RowProduct.Lanes

  /// How many rows there are.
  static var rows: Int { get }

  /// Nothing yet.
  init()
  /// What was stored.
  init(_ kept: UnsafePointer<Lanes>)
  func store(_ kept: UnsafeMutablePointer<Lanes>)

  /// Adds the products of eight elements of every row, which lie one row behind the other, with those of the
  /// column.
  mutating func add(_ x: UnsafePointer<Float>, _ y: Lanes)

  /// The sum of each row's vector; zero for rows up to eight that are not there.
  var totals: Lanes { get }
}

/// The sums of four rows, a vector each.
struct FourSums: RowSums {
  static let rows = 4
  fileprivate var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)

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

  /// Adds the products of eight elements of one row with those of four columns, where sums are columns'.
  @_transparent
  mutating func add(
    _ x: Lanes, _ b0: UnsafePointer<Float>, _ b1: UnsafePointer<Float>, _ b2: UnsafePointer<Float>,
    _ b3: UnsafePointer<Float>
  ) {
    s0 = multiplyAdd(x, loadLanes(b0), s0)
    s1 = multiplyAdd(x, loadLanes(b1), s1)
    s2 = multiplyAdd(x, loadLanes(b2), s2)
    s3 = multiplyAdd(x, loadLanes(b3), s3)
  }

  @_transparent
  var totals: Lanes { foldedLanes(s0, s1, s2, s3, .zero, .zero, .zero, .zero) }
}

/// The sums of eight rows, a vector each.
struct EightSums: RowSums {
  static let rows = 8
  private var low = FourSums()
  private var high = FourSums()

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
