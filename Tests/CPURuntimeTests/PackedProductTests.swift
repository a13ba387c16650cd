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

  @Test(arguments: [1, 2, 3, 5])
  func dividedOverThreads_isTheSameBits(threads: Int) {
    let extent = PackedProduct.Extent(rows: 150, columns: 100, inner: 70)
    let (a, b) = (Self.numbers(150 * 70, seed: 4), Self.numbers(70 * 100, seed: 5))
    func product(threads: Int, extent: PackedProduct.Extent) -> [Float] {
      var c = [Float](repeating: .nan, count: extent.rows * extent.columns)
      var scratch = [Float](repeating: .nan, count: extent.sharedScratchCount(threads))
      ThreadPool(threads: threads).multiplyPacked(
        MatrixView(a, stride: 70), MatrixView(b, stride: 100), into: &c, stride: extent.columns,
        extent: extent,
        scratch: &scratch)
      return c
    }
    #expect(product(threads: threads, extent: extent) == product(threads: 1, extent: extent))
  }

  /// Every element of C has one tile, and where there are panels enough every thread as many tiles.
  @Test(arguments: [1, 2, 3, 8])
  func tiles_coverEveryElementOnce(threads: Int) {
    for rows in [0, 1, 5, 6, 7, 40, 97, 300, 4096] {
      for columns in [1, 16, 17, 100, 1024] {
        let tiles = PackedTiles(rows: rows, columns: columns, threads: threads)
        var area = 0
        for number in 0..<tiles.count {
          let tile = tiles[number]
          #expect(!tile.rows.isEmpty && !tile.columns.isEmpty)
          #expect(tile.rows.upperBound <= rows && tile.columns.upperBound <= columns)
          #expect(tile.rows.lowerBound % PackedProduct.blockRows == 0)
          #expect(tile.columns.lowerBound % PackedProduct.blockColumns == 0)
          area += tile.rows.count * tile.columns.count
        }
        #expect(area == rows * columns)
        let corners = (0..<tiles.count).map { [tiles[$0].rows.lowerBound, tiles[$0].columns.lowerBound] }
        #expect(Set(corners).count == tiles.count)
        if rows >= 300, threads > 1 { #expect(tiles.count % threads == 0 && tiles.count >= threads) }
      }
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
