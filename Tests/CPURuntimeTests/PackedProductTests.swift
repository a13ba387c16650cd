import Testing

@testable import CPURuntime

/// Products made from panels against the sums in double precision, for sizes around every edge of blocks and parts.
struct PackedProductTests {
  struct Sizes: CustomTestStringConvertible {
    let rows, columns, inner: Int
    var testDescription: String { "\(rows) x \(columns), inner \(inner)" }
  }

  static let sizes: [Sizes] = {
    var list: [Sizes] = []
    for rows in [1, 13, 14, 15, 29] {
      for columns in [1, 31, 32, 33, 70] {
        for inner in [1, 3, 16, 21] { list.append(Sizes(rows: rows, columns: columns, inner: inner)) }
      }
    }
    // Across the limits of what is copied at once.
    list += [
      Sizes(rows: PackedProduct.rowLimit + 5, columns: 40, inner: PackedProduct.innerLimit + 3),
      Sizes(rows: 20, columns: PackedProduct.columnLimit + 33, inner: 2 * PackedProduct.innerLimit + 1),
    ]
    return list
  }()

  @Test(arguments: sizes, [false, true])
  func multiplies_inEveryLayout(sizes: Sizes, accumulates: Bool) {
    let (rows, columns, inner) = (sizes.rows, sizes.columns, sizes.inner)
    let a = Self.numbers(rows * inner, seed: 1)
    let b = Self.numbers(inner * columns, seed: 2)
    let start = accumulates ? Self.numbers(rows * columns, seed: 3) : []
    let expected = Self.reference(a, b, start, sizes)
    for transposesA in [false, true] {
      for transposesB in [false, true] {
        let left = transposesA ? Self.transposed(a, rows: rows, columns: inner) : a
        let right = transposesB ? Self.transposed(b, rows: inner, columns: columns) : b
        // Rows of C lie apart, and what is between them must stay.
        let stride = columns + 3
        var c = [Float](repeating: -7, count: rows * stride)
        for row in 0..<rows where accumulates {
          for column in 0..<columns { c[row * stride + column] = start[row * columns + column] }
        }
        let extent = PackedProduct.Extent(rows: rows, columns: columns, inner: inner)
        var scratch = [Float](repeating: .nan, count: extent.scratchCount)
        PackedProduct(upTo: extent, scratch: &scratch).multiply(
          MatrixView(left, stride: transposesA ? rows : inner, isTransposed: transposesA),
          MatrixView(right, stride: transposesB ? inner : columns, isTransposed: transposesB), into: &c,
          stride: stride, rows: rows, columns: columns, inner: inner, accumulates: accumulates)
        var worst = 0.0
        for row in 0..<rows {
          for column in 0..<columns {
            worst = max(worst, abs(Double(c[row * stride + column]) - expected[row * columns + column]))
          }
          #expect(c[row * stride + columns..<(row + 1) * stride].allSatisfy { $0 == -7 })
        }
        #expect(worst <= 4e-6 * Double(inner).squareRoot())
      }
    }
  }

  /// Panels or OpenBLAS, whoever makes it: sizes on both sides of the least that panels pay for.
  @Test(arguments: [(3, 70, 80), (64, 64, 64), (65, 100, 64), (100, 7, 70)], [false, true])
  func productOfAThread_isRight_whoeverMakesIt(size: (Int, Int, Int), accumulates: Bool) {
    let sizes = Sizes(rows: size.0, columns: size.1, inner: size.2)
    let extent = PackedProduct.Extent(rows: sizes.rows, columns: sizes.columns, inner: sizes.inner)
    let a = Self.numbers(sizes.rows * sizes.inner, seed: 6)
    let b = Self.numbers(sizes.inner * sizes.columns, seed: 7)
    let start = Self.numbers(sizes.rows * sizes.columns, seed: 8)
    for transposesA in [false, true] {
      let left = transposesA ? Self.transposed(a, rows: sizes.rows, columns: sizes.inner) : a
      var c = start
      var scratch = [Float](repeating: .nan, count: extent.scratchCount)
      ThreadProduct(upTo: extent, scratch: &scratch).multiply(
        MatrixView(left, stride: transposesA ? sizes.rows : sizes.inner, isTransposed: transposesA),
        MatrixView(b, stride: sizes.columns), into: &c, stride: sizes.columns, extent,
        accumulates: accumulates)
      let expected = Self.reference(a, b, accumulates ? start : [], sizes)
      let worst = zip(c, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
      #expect(worst <= 4e-6 * Double(sizes.inner).squareRoot())
    }
  }

  /// Some that threads copy whole, some whose columns they divide as well, some in several parts of the inner axis.
  @Test(
    arguments: [1, 2, 3, 5, 16],
    [
      Sizes(rows: 150, columns: 100, inner: 70), Sizes(rows: 45, columns: 65, inner: 1100),
      Sizes(rows: 30, columns: 1060, inner: 520),
    ])
  func dividedOverThreads_isTheSameBits(threads: Int, sizes: Sizes) {
    let (rows, columns, inner) = (sizes.rows, sizes.columns, sizes.inner)
    let (a, b) = (Self.numbers(rows * inner, seed: 4), Self.numbers(inner * columns, seed: 5))
    let whole = PackedProduct.Extent(rows: rows, columns: columns, inner: inner)
    var expected = [Float](repeating: .nan, count: rows * columns)
    var scratch = [Float](repeating: .nan, count: whole.scratchCount)
    PackedProduct(upTo: whole, scratch: &scratch).multiply(
      MatrixView(a, stride: inner), MatrixView(b, stride: columns), into: &expected, stride: columns,
      rows: rows, columns: columns, inner: inner)
    for (transposesA, transposesB) in [(false, false), (true, false), (false, true)] {
      let left = transposesA ? Self.transposed(a, rows: rows, columns: inner) : a
      let right = transposesB ? Self.transposed(b, rows: inner, columns: columns) : b
      let extent = PackedProduct.Extent(
        rows: rows, columns: columns, inner: inner, transposesLeft: transposesA)
      var c = [Float](repeating: .nan, count: rows * columns)
      var scratch = [Float](repeating: .nan, count: extent.sharedScratchCount(threads))
      ThreadPool(threads: threads).multiplyPacked(
        MatrixView(left, stride: transposesA ? rows : inner, isTransposed: transposesA),
        MatrixView(right, stride: transposesB ? inner : columns, isTransposed: transposesB), into: &c,
        stride: columns, extent: extent, scratch: &scratch)
      #expect(c == expected)
    }
  }

  /// Every element of C is in one run, and where there are panels enough every thread has many.
  @Test(arguments: [1, 2, 3, 8], [false, true])
  func tiles_coverEveryElementOnce(threads: Int, sharesLeft: Bool) {
    for rows in [0, 1, 5, 6, 7, 40, 97, 300, 4096] {
      for columns in [1, 16, 17, 100, 1024] {
        let tiles = PackedTiles(rows: rows, columns: columns, threads: threads, sharesLeft: sharesLeft)
        var area = 0
        var corners: [[Int]] = []
        for number in 0..<tiles.count {
          tiles.forEach(number) { tileRows, tileColumns in
            #expect(!tileRows.isEmpty && !tileColumns.isEmpty)
            #expect(tileRows.upperBound <= rows && tileColumns.upperBound <= columns)
            #expect(tileRows.lowerBound % PackedProduct.blockRows == 0)
            #expect(tileColumns.lowerBound % PackedProduct.blockColumns == 0)
            area += tileRows.count * tileColumns.count
            corners.append([tileRows.lowerBound, tileColumns.lowerBound])
          }
        }
        #expect(area == rows * columns)
        #expect(Set(corners).count == corners.count)
        if rows >= 300, threads > 1 { #expect(tiles.count >= threads) }
      }
    }
  }

  /// Runs cover every item once and in order, no run is longer than one before it, and the last ones are single items.
  @Test(arguments: [1, 2, 3, 16], [0, 1, 7, 100, 1001])
  func runs_shortenTowardsTheEnd(threads: Int, items: Int) {
    for longest in [1, 8, 1001] {
      let runs = ShorteningRuns(items: items, threads: threads, longest: longest)
      let all = (0..<runs.count).map { runs[$0] }
      #expect(all.flatMap(Array.init) == Array(0..<items))
      #expect(all.allSatisfy { (1...longest).contains($0.count) })
      guard threads > 1 else { continue }
      #expect(zip(all, all.dropFirst()).allSatisfy { $0.count >= $1.count })
      if let last = all.last { #expect(last.count == 1) }
    }
  }

  private static func numbers(_ count: Int, seed: UInt32) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 9) / 8_388_608 - 0.5
    }
  }

  private static func transposed(_ x: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { x[$0 * columns + column] } }
  }

  private static func reference(_ a: [Float], _ b: [Float], _ start: [Float], _ sizes: Sizes) -> [Double] {
    var c = start.map(Double.init)
    if c.isEmpty { c = [Double](repeating: 0, count: sizes.rows * sizes.columns) }
    for row in 0..<sizes.rows {
      for k in 0..<sizes.inner {
        let x = Double(a[row * sizes.inner + k])
        for column in 0..<sizes.columns {
          c[row * sizes.columns + column] += x * Double(b[k * sizes.columns + column])
        }
      }
    }
    return c
  }
}
