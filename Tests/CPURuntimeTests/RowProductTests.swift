import AutogradTestSupport
import Testing

@testable import CPURuntime

/// The products of decoding steps: what an element is depends on its own row and column alone, bit for bit.
@Suite struct RowProductTests {
  /// A product's sides, and every element as `orderedDot` has it.
  private struct Sides {
    let a, b, expected: [Float]
    let columns, inner: Int

    init(rows: Int, columns: Int, inner: Int) {
      var generator = SeededGenerator(seed: UInt64(inner))
      func numbers(_ count: Int) -> [Float] {
        (0..<count).map { _ in .random(in: -1...1, using: &generator) }
      }
      let (a, b) = (numbers(rows * inner), numbers(columns * inner))
      (self.a, self.b, self.columns, self.inner) = (a, b, columns, inner)
      expected = (0..<(rows * columns)).map { place in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            orderedDot(
              a.baseAddress! + place / columns * inner, b.baseAddress! + place % columns * inner, inner)
          }
        }
      }
    }

    /// The first rows of C, with 7 wherever nothing is written, by `body`.
    func product(
      rows: Int, threads: Int = 1,
      _ body: (RowProduct, RowProduct.Weight, _ scratch: UnsafeMutablePointer<Float>) -> Void
    ) -> [Float] {
      var c = [Float](repeating: 7, count: rows * columns)
      // Scratch memory as kernels have it: aligned, and full of what was there.
      let count = threads * RowProduct.scratchCount(rows: rows, inner: inner)
      withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: AlignedMemory.alignment) { memory in
        let scratch = memory.bindMemory(to: Float.self)
        scratch.initialize(repeating: .nan)
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
              body(
                RowProduct(a: a.baseAddress!, rows: rows, inner: inner),
                .init(b: b.baseAddress!, c: c.baseAddress!, columns: columns), scratch.baseAddress!)
            }
          }
        }
      }
      return c
    }
  }

  /// Around the lanes of a vector, a cache line, and the part of a row that takes a turn; rows that fill their vectors and do not.
  @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 33, 384, 511, 512, 513, 520, 528, 1024, 1100])
  func elementsDependOnTheirOwnRowAndColumnAlone(inner: Int) {
    let (most, columns) = (2 * fewRowsLimit + 9, 2 * RowProduct.columns + 3)
    let sides = Sides(rows: most, columns: columns, inner: inner)
    for rows in 1...most {
      let c = sides.product(rows: rows) { product, weight, scratch in
        product.copyRows(to: scratch)
        product.multiply(weight, 0..<columns, scratch: scratch)
      }
      #expect(c == Array(sides.expected.prefix(rows * columns)), "\(rows) rows")
    }
  }

  /// Columns in every number that a thread may get, from any on.
  @Test(arguments: [(97, 3), (13, 530), (4, 1040)])
  func columnsAreWrittenAloneOrTogether(rows: Int, inner: Int) {
    let sides = Sides(rows: rows, columns: 24, inner: inner)
    for columns in [0..<1, 0..<3, 2..<6, 1..<6, 3..<10, 0..<8, 4..<13, 0..<24] {
      let c = sides.product(rows: rows) { product, weight, scratch in
        product.copyRows(to: scratch)
        product.multiply(weight, columns, scratch: scratch)
      }
      #expect(
        c.indices.allSatisfy { c[$0] == (columns.contains($0 % 24) ? sides.expected[$0] : 7) }, "\(columns)")
    }
  }

  /// Threads that share the columns, of so many elements that each takes some.
  @Test(arguments: [1, 2, 3], [(1, 700, 100), (8, 333, 384), (9, 40, 2000), (3, 5, 9)])
  func threadsShareTheColumns(threads: Int, sizes: (rows: Int, columns: Int, inner: Int)) {
    let sides = Sides(rows: sizes.rows, columns: sizes.columns, inner: sizes.inner)
    let pool = ThreadPool(threads: threads)
    let c = sides.product(rows: sizes.rows, threads: threads) { product, weight, scratch in
      product.multiply([weight], pool, scratch: scratch)
    }
    #expect(c == sides.expected)
  }

  /// The order of sums itself is one of exact products' sums: within rounding of what double precision gives.
  @Test(arguments: [1, 8, 100, 1100])
  func sumsAreThoseOfTheProducts(inner: Int) {
    let sides = Sides(rows: 5, columns: 6, inner: inner)
    for row in 0..<5 {
      for column in 0..<6 {
        let exact = (0..<inner).reduce(0.0) {
          $0 + Double(sides.a[row * inner + $1]) * Double(sides.b[column * inner + $1])
        }
        #expect(abs(Double(sides.expected[row * 6 + column]) - exact) <= 1e-6 * Double(inner).squareRoot())
      }
    }
  }
}
