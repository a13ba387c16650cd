import CInstructions

/// C = A Bᵀ by blocks of four rows and two columns whose sums stay in registers, for more rows than `EightRows` is made for.
///
/// A is copied first, four rows side by side: read along their rows, vectors that are needed together would lie whole pages apart
/// and wait for one another at the cache's banks. B streams from memory, and is read where it lies.
///
/// Every element is summed in the order of `orderedDot`.
struct RowBlocks {
  /// Rows of a block.
  private static let rows = 4
  /// Columns that stay in the innermost cache while rows of A pass by: a row of results is written once for all of them.
  static let columns = 8

  /// `[rows, inner]`.
  let a: UnsafePointer<Float>
  /// `[columns, inner]`.
  let b: UnsafePointer<Float>
  let c: UnsafeMutablePointer<Float>
  /// From a row of C to the next.
  let stride: Int
  let inner: Int

  /// Computes `columns` of all `rows`.
  func multiply(rows: Int, columns: Range<Int>) {
    let whole = inner / vectorWidth * vectorWidth
    let groups = (rows + Self.rows - 1) / Self.rows
    withUnsafeTemporaryAllocation(
      byteCount: groups * Self.rows * whole * MemoryLayout<Float>.stride, alignment: AlignedMemory.alignment
    ) { memory in
      guard let packed = memory.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      for group in 0..<groups { pack(group, rows: rows, whole, into: packed + group * Self.rows * whole) }
      for column in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: Self.columns) {
        let range = column..<min(column + Self.columns, columns.upperBound)
        for group in 0..<groups {
          multiply(
            group, rows: rows, range, packed + group * Self.rows * whole, whole,
            // While the first rows are multiplied, the next columns are fetched.
            fetching: group == 0 && range.upperBound + Self.columns <= columns.upperBound)
        }
      }
    }
  }

  /// Copies four rows: the low halves of all their vectors, then the high halves. Rows beyond the last are zero.
  private func pack(_ group: Int, rows: Int, _ whole: Int, into packed: UnsafeMutablePointer<Float>) {
    let half = vectorWidth / 2
    for lane in 0..<Self.rows {
      let row = group * Self.rows + lane
      for i in Swift.stride(from: 0, to: whole, by: vectorWidth) {
        let vector = row < rows ? load(a + row * inner + i) : .zero
        let place = UnsafeMutableRawPointer(packed + i / vectorWidth * Self.rows * half + lane * half)
        place.storeBytes(of: vector.lowHalf, as: SIMD8<Float>.self)
        (place + whole / 2 * Self.rows * MemoryLayout<Float>.stride)
          .storeBytes(of: vector.highHalf, as: SIMD8<Float>.self)
      }
    }
  }

  /// Four rows by up to eight columns.
  @inline(__always)
  private func multiply(
    _ group: Int, rows: Int, _ columns: Range<Int>, _ packed: UnsafePointer<Float>, _ whole: Int,
    fetching: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.rows * Self.columns) { results in
      for column in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: 2) {
        let (first, place) = (b + column * inner, column - columns.lowerBound)
        // A last column without a neighbour is multiplied twice.
        let step = column + 1 < columns.upperBound ? inner : 0
        let pair = PairOfColumns(x: packed, y: first, step: step, whole: whole)
        let totals = pair.sums(fetching: fetching ? first + Self.columns * inner : nil)
        for lane in 0..<Self.rows {
          results[lane * Self.columns + place] = totals[2 * lane]
          if step > 0 { results[lane * Self.columns + place + 1] = totals[2 * lane + 1] }
        }
      }
      for lane in 0..<min(Self.rows, rows - group * Self.rows) {
        let row = group * Self.rows + lane
        for column in columns {
          let place = lane * Self.columns + column - columns.lowerBound
          for i in whole..<inner { results[place] += a[row * inner + i] * b[column * inner + i] }
        }
        (c + row * stride + columns.lowerBound)
          .update(from: results.baseAddress! + lane * Self.columns, count: columns.count)
      }
    }
  }
}

/// Four packed rows by two columns: one half of every vector after the other, so that AVX2's sixteen registers hold all sums.
private struct PairOfColumns {
  typealias Half = SIMD8<Float>
  /// Sums of row r and column k in place 2 r + k.
  typealias Sums = (Half, Half, Half, Half, Half, Half, Half, Half)

  /// Four rows as `RowBlocks` packs them, and the first column.
  let x, y: UnsafePointer<Float>
  /// From the first column to the second.
  let step: Int
  /// Elements of the inner axis in whole vectors.
  let whole: Int

  /// The sum of each row's products with each column.
  @inline(__always)
  func sums(fetching next: UnsafePointer<Float>?) -> SIMD8<Float> {
    let low = halves(0, fetching: next)
    let high = halves(vectorWidth / 2, fetching: next.map { $0 + step })
    return SIMD8(
      lowHalf: Self.fold(low.0 + high.0, low.1 + high.1, low.2 + high.2, low.3 + high.3),
      highHalf: Self.fold(low.4 + high.4, low.5 + high.5, low.6 + high.6, low.7 + high.7))
  }

  @inline(__always)
  private func halves(_ lane: Int, fetching next: UnsafePointer<Float>?) -> Sums {
    var (s0, s1, s2, s3) = (Half.zero, Half.zero, Half.zero, Half.zero)
    var (t0, t1, t2, t3) = (Half.zero, Half.zero, Half.zero, Half.zero)
    var x = x + (lane == 0 ? 0 : 2 * whole)
    var i = lane
    while i < whole {
      let (y0, y1) = (loadHalf(y + i), loadHalf(y + step + i))
      if let next { prefetchLine(next + i) }
      (s0, t0) = (multiplyAdd(loadHalf(x), y0, s0), multiplyAdd(loadHalf(x), y1, t0))
      (s1, t1) = (multiplyAdd(loadHalf(x + 8), y0, s1), multiplyAdd(loadHalf(x + 8), y1, t1))
      (s2, t2) = (multiplyAdd(loadHalf(x + 16), y0, s2), multiplyAdd(loadHalf(x + 16), y1, t2))
      (s3, t3) = (multiplyAdd(loadHalf(x + 24), y0, s3), multiplyAdd(loadHalf(x + 24), y1, t3))
      i += vectorWidth
      x += 32
    }
    return (s0, t0, s1, t1, s2, t2, s3, t3)
  }

  /// The sums of four vectors' elements, added in the order of `horizontalSum`.
  @_transparent
  private static func fold(_ a: Half, _ b: Half, _ c: Half, _ d: Half) -> SIMD4<Float> {
    let (a4, b4) = (a.lowHalf + a.highHalf, b.lowHalf + b.highHalf)
    let (c4, d4) = (c.lowHalf + c.highHalf, d.lowHalf + d.highHalf)
    let ab = SIMD4(lowHalf: a4.lowHalf + a4.highHalf, highHalf: b4.lowHalf + b4.highHalf)
    let cd = SIMD4(lowHalf: c4.lowHalf + c4.highHalf, highHalf: d4.lowHalf + d4.highHalf)
    return SIMD4(lowHalf: ab.evenHalf + ab.oddHalf, highHalf: cd.evenHalf + cd.oddHalf)
  }
}

/// Loads half a vector from memory of any alignment.
@_transparent
private func loadHalf(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
}
