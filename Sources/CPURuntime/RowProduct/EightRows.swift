import CInstructions

/// How far ahead of what it reads a stream of weights is fetched, in elements: 2 KiB.
let prefetchDistance = 512

/// Eight rows by some columns of a product whose right side streams from memory.
///
/// The rows stay in the innermost cache: where they are too long for it, their parts take turns, and each column's sums
/// wait as vectors.
struct EightRows {
  /// Columns that are computed together at most.
  static let columns = 8
  /// Elements of each row that take a turn: half of 32 KiB.
  static let turn = 512

  /// `[8, inner]`.
  let a: UnsafePointer<Float>
  /// `[columns, inner]`.
  let b: UnsafePointer<Float>
  let inner: Int
  /// Eight vectors for each column.
  let partial: UnsafeMutablePointer<FloatVector>

  /// Computes the first `count` columns.
  @inline(__always)
  func multiply(_ count: Int, into c: UnsafeMutablePointer<Float>, stride: Int) {
    let whole = inner / vectorWidth * vectorWidth
    var start = 0
    while start + Self.turn < whole {
      for column in 0..<count {
        sum(column, start..<(start + Self.turn)).store(partial + column * 8)
      }
      start += Self.turn
    }
    // Rows of C may be a page apart: each is written once for all columns, not an element at a time.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 8 * Self.columns) { sums in
      for column in 0..<count {
        let total = sum(column, start..<whole).horizontal
        for row in 0..<8 { sums[row * Self.columns + column] = finish(total[row], row, column, from: whole) }
      }
      for row in 0..<8 {
        (c + row * stride).update(from: sums.baseAddress! + row * Self.columns, count: count)
      }
    }
  }

  /// Eight rows by one column, from where their sums wait.
  @inline(__always)
  private func sum(_ column: Int, _ range: Range<Int>) -> EightSums {
    var sums = range.lowerBound == 0 ? EightSums() : EightSums(partial + column * 8)
    let b = b + column * inner
    // With turns, what comes next stands a column further on.
    let ahead = b + (inner > Self.turn ? inner : prefetchDistance)
    var i = range.lowerBound
    while i < range.upperBound {
      let weight = load(b + i)
      prefetchLine(ahead + i)
      sums.s0 = multiplyAdd(load(a + i), weight, sums.s0)
      sums.s1 = multiplyAdd(load(a + inner + i), weight, sums.s1)
      sums.s2 = multiplyAdd(load(a + 2 * inner + i), weight, sums.s2)
      sums.s3 = multiplyAdd(load(a + 3 * inner + i), weight, sums.s3)
      sums.s4 = multiplyAdd(load(a + 4 * inner + i), weight, sums.s4)
      sums.s5 = multiplyAdd(load(a + 5 * inner + i), weight, sums.s5)
      sums.s6 = multiplyAdd(load(a + 6 * inner + i), weight, sums.s6)
      sums.s7 = multiplyAdd(load(a + 7 * inner + i), weight, sums.s7)
      i += vectorWidth
    }
    return sums
  }

  /// A sum with the products behind the last whole vector.
  @inline(__always)
  private func finish(_ total: Float, _ row: Int, _ column: Int, from whole: Int) -> Float {
    var total = total
    for i in whole..<inner { total += a[row * inner + i] * b[column * inner + i] }
    return total
  }
}

/// The sums of eight rows, a vector each.
private struct EightSums {
  var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  var (s4, s5, s6, s7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)

  @_transparent
  init() {}

  @_transparent
  init(_ kept: UnsafePointer<FloatVector>) {
    (s0, s1, s2, s3) = (kept[0], kept[1], kept[2], kept[3])
    (s4, s5, s6, s7) = (kept[4], kept[5], kept[6], kept[7])
  }

  @_transparent
  func store(_ kept: UnsafeMutablePointer<FloatVector>) {
    (kept[0], kept[1], kept[2], kept[3]) = (s0, s1, s2, s3)
    (kept[4], kept[5], kept[6], kept[7]) = (s4, s5, s6, s7)
  }

  /// The sum of each vector's elements, added in the order of `horizontalSum`: halves of all rows side by side.
  @_transparent
  var horizontal: SIMD8<Float> {
    let four = Self.fold4(Self.fold8(s0, s1), Self.fold8(s2, s3))
    let other = Self.fold4(Self.fold8(s4, s5), Self.fold8(s6, s7))
    let (x, y) = (unsafeBitCast(four, to: SIMD8<UInt64>.self), unsafeBitCast(other, to: SIMD8<UInt64>.self))
    let two =
      unsafeBitCast(SIMD8(lowHalf: x.evenHalf, highHalf: y.evenHalf), to: FloatVector.self)
      + unsafeBitCast(SIMD8(lowHalf: x.oddHalf, highHalf: y.oddHalf), to: FloatVector.self)
    return two.evenHalf + two.oddHalf
  }

  /// Eight partial sums of each of two rows.
  @_transparent
  private static func fold8(_ a: FloatVector, _ b: FloatVector) -> FloatVector {
    FloatVector(lowHalf: a.lowHalf, highHalf: b.lowHalf)
      + FloatVector(lowHalf: a.highHalf, highHalf: b.highHalf)
  }

  /// Four partial sums of each of four rows.
  @_transparent
  private static func fold4(_ a: FloatVector, _ b: FloatVector) -> FloatVector {
    func half(_ x: SIMD8<Float>, _ y: SIMD8<Float>, _ part: (SIMD8<Float>) -> SIMD4<Float>) -> SIMD8<Float> {
      SIMD8(lowHalf: part(x), highHalf: part(y))
    }
    let low = FloatVector(
      lowHalf: half(a.lowHalf, a.highHalf) { $0.lowHalf },
      highHalf: half(b.lowHalf, b.highHalf) { $0.lowHalf })
    let high = FloatVector(
      lowHalf: half(a.lowHalf, a.highHalf) { $0.highHalf },
      highHalf: half(b.lowHalf, b.highHalf) { $0.highHalf })
    return low + high
  }
}
