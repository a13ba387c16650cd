import CInstructions

/// C = A Bᵀ by blocks of three rows and four columns whose sums stay in registers, for more rows than `EightRows` is made for.
///
/// Both matrices are read along their rows, where they lie: nothing is copied to panels. Every element is summed in the order of
/// `orderedDot`, so blocks at an edge reach back over what their neighbours compute too: the bits are the same.
struct RowBlocks {
  /// Rows and columns of a block: twelve sums, which AVX2 has registers for eight elements of at a time.
  static let rows = 3
  static let columns = 4
  /// Columns whose part of B stays in the innermost cache while rows of A pass by.
  private static let tileColumns = 2 * columns
  /// Elements of the inner axis that take a turn: with them, a tile of B fills half of 32 KiB.
  private static let turn = 512
  /// Elements of A that stay in the second-level cache while columns of B pass by, and the most rows they make.
  private static let tileElements = 48 << 10
  private static let tileRows = 96

  /// `[rows, inner]`.
  let a: UnsafePointer<Float>
  /// `[columns, inner]`.
  let b: UnsafePointer<Float>
  let c: UnsafeMutablePointer<Float>
  /// From a row of C to the next.
  let stride: Int
  let inner: Int

  /// Computes `columns` of all `rows`, at least a block of them.
  func multiply(rows: Int, columns: Range<Int>) {
    let height = max(Self.rows, min(Self.tileRows, Self.tileElements / max(inner, 1)) / Self.rows * Self.rows)
    // Rows of many elements lie a page apart and would fight for the same places in the cache.
    let width = inner > Self.turn ? Self.columns : Self.tileColumns
    let blocks = 2 * (height / Self.rows)
    withUnsafeTemporaryAllocation(of: FloatVector.self, capacity: blocks * BlockSums.count) { sums in
      var row = 0
      while row < rows {
        let tile = Self.reachingBack(row, height, before: rows)
        var column = columns.lowerBound
        while column < columns.upperBound {
          multiply(
            tile, Self.reachingBack(column, width, before: columns), sums.baseAddress!,
            end: columns.upperBound)
          column += width
        }
        row += height
      }
    }
  }

  /// `count` places from `start` on, or the last ones where there are fewer.
  private static func reachingBack(_ start: Int, _ count: Int, before range: Range<Int>) -> Range<Int> {
    let end = min(start + count, range.upperBound)
    return max(range.lowerBound, min(start, end - count))..<end
  }

  private static func reachingBack(_ start: Int, _ count: Int, before end: Int) -> Range<Int> {
    start..<min(start + count, end)
  }

  /// One tile: the parts of the inner axis take turns, and sums wait as vectors.
  @inline(__always)
  private func multiply(
    _ rows: Range<Int>, _ columns: Range<Int>, _ sums: UnsafeMutablePointer<FloatVector>, end: Int
  ) {
    let whole = inner / vectorWidth * vectorWidth
    let blocks = (rows.count + Self.rows - 1) / Self.rows
    let next = min(columns.upperBound + columns.count, end) - columns.upperBound
    var start = 0
    repeat {
      let part = start..<min(start + Self.turn, whole)
      for block in 0..<blocks {
        let row = max(0, min(rows.lowerBound + block * Self.rows, rows.upperBound - Self.rows))
        fetch(columns.upperBound, next, part, share: block, of: blocks)
        for half in 0..<((columns.count + Self.columns - 1) / Self.columns) {
          let column = min(columns.lowerBound + half * Self.columns, columns.upperBound - Self.columns)
          let place =
            sums + (part.upperBound == whole && start == 0 ? 0 : (2 * block + half) * BlockSums.count)
          let block = BlockSums(a: a + row * inner, b: b + column * inner, inner: inner, sums: place)
          block.add(part)
          if part.upperBound == whole { block.finish(from: whole, into: c + row * stride + column, stride) }
        }
      }
      start += Self.turn
    } while start < whole
  }

  /// Fetches a share of the next tile's part of B from memory.
  @inline(__always)
  private func fetch(_ column: Int, _ count: Int, _ part: Range<Int>, share: Int, of shares: Int) {
    let lines = count * ((part.count + vectorWidth - 1) / vectorWidth)
    for line in (share * lines / shares)..<((share + 1) * lines / shares) {
      prefetchLine(
        b + (column + line % max(count, 1)) * inner + part.lowerBound + line / max(count, 1) * vectorWidth)
    }
  }
}

/// The sums of a block, which wait in memory as a vector for each element between turns.
private struct BlockSums {
  static let count = 12

  let a, b: UnsafePointer<Float>
  let inner: Int
  let sums: UnsafeMutablePointer<FloatVector>

  /// Adds the products of a part of the inner axis, whole vectors; the first part begins the sums.
  @inline(__always)
  func add(_ part: Range<Int>) {
    addHalves(part, lane: 0)
    addHalves(part, lane: SIMD8<Float>.scalarCount)
  }

  /// Adds the products of one half of every vector: twelve whole sums would not fit AVX2's registers, their halves do.
  @inline(__always)
  private func addHalves(_ part: Range<Int>, lane: Int) {
    let kept = UnsafeMutableRawPointer(sums) + lane * MemoryLayout<Float>.stride
    @inline(__always)
    func start(_ number: Int) -> SIMD8<Float> {
      part.lowerBound == 0
        ? .zero : (kept + number * MemoryLayout<FloatVector>.stride).load(as: SIMD8<Float>.self)
    }
    @inline(__always)
    func keep(_ sum: SIMD8<Float>, _ number: Int) {
      (kept + number * MemoryLayout<FloatVector>.stride).storeBytes(of: sum, as: SIMD8<Float>.self)
    }
    var (s0, s1, s2, s3) = (start(0), start(1), start(2), start(3))
    var (t0, t1, t2, t3) = (start(4), start(5), start(6), start(7))
    var (u0, u1, u2, u3) = (start(8), start(9), start(10), start(11))
    var (x, y) = (a + lane + part.lowerBound, b + lane + part.lowerBound)
    let end = a + lane + part.upperBound
    while x < end {
      let (x0, x1, x2) = (loadHalf(x), loadHalf(x + inner), loadHalf(x + 2 * inner))
      let y0 = loadHalf(y)
      s0 = multiplyAdd(x0, y0, s0)
      t0 = multiplyAdd(x1, y0, t0)
      u0 = multiplyAdd(x2, y0, u0)
      let y1 = loadHalf(y + inner)
      s1 = multiplyAdd(x0, y1, s1)
      t1 = multiplyAdd(x1, y1, t1)
      u1 = multiplyAdd(x2, y1, u1)
      let y2 = loadHalf(y + 2 * inner)
      s2 = multiplyAdd(x0, y2, s2)
      t2 = multiplyAdd(x1, y2, t2)
      u2 = multiplyAdd(x2, y2, u2)
      let y3 = loadHalf(y + 3 * inner)
      s3 = multiplyAdd(x0, y3, s3)
      t3 = multiplyAdd(x1, y3, t3)
      u3 = multiplyAdd(x2, y3, u3)
      x += vectorWidth
      y += vectorWidth
    }
    keep(s0, 0)
    keep(s1, 1)
    keep(s2, 2)
    keep(s3, 3)
    keep(t0, 4)
    keep(t1, 5)
    keep(t2, 6)
    keep(t3, 7)
    keep(u0, 8)
    keep(u1, 9)
    keep(u2, 10)
    keep(u3, 11)
  }

  /// Adds each sum's elements, then the products behind the last whole vector, and writes the block.
  @inline(__always)
  func finish(from whole: Int, into c: UnsafeMutablePointer<Float>, _ stride: Int) {
    for row in 0..<RowBlocks.rows {
      let sums = sums + row * RowBlocks.columns
      var total = horizontalSums(sums[0], sums[1], sums[2], sums[3])
      for i in whole..<inner {
        total += SIMD4(b[i], b[inner + i], b[2 * inner + i], b[3 * inner + i]) * a[row * inner + i]
      }
      UnsafeMutableRawPointer(c + row * stride).storeBytes(of: total, as: SIMD4<Float>.self)
    }
  }
}

/// Loads half a vector from memory of any alignment.
@_transparent
private func loadHalf(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
}
