import CInstructions

/// The right side of products in the cache, packed into panels of a block's columns, one panel after the
/// other, as BLAS libraries pack their operands.
///
/// Read where it lies, a head's part of keys or values is a line of memory in every row of all heads: such
/// lines share few places in the innermost cache and drive each other out.
struct PanelledMatrix {
  /// Columns of a panel.
  static var width: Int { PackedProduct.blockColumns }

  /// `[panel, depth, width]`; what is beyond the last column is zero.
  let elements: UnsafePointer<Float>
  /// Elements of the inner axis that every panel has.
  let depth: Int

  /// Panels that are there.
  init(elements: UnsafePointer<Float>, depth: Int) {
    self.elements = elements
    self.depth = depth
  }

  /// Copies a matrix.
  /// - Parameters:
  ///   - matrix: `[depth, columns]` as it is read.
  ///   - panels: `count(columns, depth: depth)` floats.
  @inline(__always)
  init(_ matrix: MatrixView, columns: Int, depth: Int, into panels: UnsafeMutablePointer<Float>) {
    Panels(matrix, along: .columns, width: Self.width).copy(columns, depth: depth, into: panels)
    elements = UnsafePointer(panels)
    self.depth = depth
  }

  /// Floats of the panels of a matrix.
  static func count(_ columns: Int, depth: Int) -> Int { (columns + width - 1) / width * width * depth }
}

/// C = A B + beta C on the calling thread for matrices that are in the cache already, as tiles of attention
/// are.
///
/// BLAS copies both matrices into its own order first, which for so little arithmetic takes as long as the
/// product. Here A's elements are broadcast to vectors as they are read. Every element is summed in the order
/// of the inner axis.
///
/// It stays a call: where a caller has it within itself, the compiler leaves loads of vectors as calls in the inner loop, around which
/// all sums go to the stack and back.
/// - Parameters:
///   - inner: as many of B's rows as A has columns, from the first on.
///   - triangle: what is left out where one side is a triangle.
@inline(never)
func multiplyInCache(
  _ a: MatrixView, _ b: PanelledMatrix, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
  columns: Int, inner: Int, beta: Float = 0, triangle: ProductTriangle = .none
) {
  BlockProduct(
    a: a.elements, rowStep: a.isTransposed ? 1 : a.stride, innerStep: a.isTransposed ? a.stride : 1, b: b,
    stride: stride, inner: inner, beta: beta, triangle: triangle
  ).run(into: c, rows: rows, columns: columns)
}

/// What a product leaves out of causal attention's tiles, block by block, since it is zero or nobody reads
/// it. What is left is the same to the last bit: a sum that begins with zeros, or ends with them, is the sum
/// without.
enum ProductTriangle {
  /// Nothing.
  case none
  /// Nobody reads the result's columns behind this one plus the row.
  case result(Int)
  /// The left side is zero in the columns behind this one plus the row.
  case lower(Int)
  /// The left side is zero in the columns before the row minus this.
  case upper(Int)

  /// The first row, of those that blocks of `height` begin with, whose block has a result in the column.
  @inline(__always)
  func firstRow(_ column: Int, height: Int) -> Int {
    if case .result(let offset) = self { return max(0, column - offset) / height * height }
    return 0
  }

  /// Where along the inner axis rows from `row` on have other elements than zero.
  @inline(__always)
  func inner(_ row: Int, height: Int, of count: Int) -> Range<Int> {
    switch self {
    case .none, .result: return 0..<count
    case .lower(let offset): return 0..<max(0, min(count, row + height + offset))
    case .upper(let offset): return max(0, min(count, row - offset))..<count
    }
  }
}

/// A product by blocks whose sums stay in registers (a micro-kernel): eight rows and two vectors where the
/// processor has AVX-512, elsewhere six rows and one vector, which is two of AVX's registers.
private struct BlockProduct {
  let a: UnsafePointer<Float>
  /// From an element of A to the next row's, and to the next along the inner axis.
  let rowStep, innerStep: Int
  let b: PanelledMatrix
  let stride: Int
  let inner: Int
  let beta: Float
  var triangle = ProductTriangle.none
  private static let isWide = PackedProduct.isWide

  @inline(__always)
  func run(into c: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    let width = PanelledMatrix.width
    for column in Swift.stride(from: 0, to: columns, by: width) {
      let panel = b.elements + column * b.depth
      if column + width > columns {
        multiplyEdge(panel, c + column, rows, columns - column)
      } else if Self.isWide {
        multiplyWide(panel, c + column, min(triangle.firstRow(column, height: 8), rows)..<rows)
      } else {
        multiplyNarrow(panel, c + column, min(triangle.firstRow(column, height: 6), rows)..<rows)
      }
    }
  }

  /// A block's part of A, of a panel, and how much of the inner axis it takes.
  @inline(__always)
  private func part(
    _ row: Int, height: Int, _ panel: UnsafePointer<Float>
  ) -> (a: UnsafePointer<Float>, b: UnsafePointer<Float>, count: Int) {
    let range = triangle.inner(row, height: height, of: inner)
    return (
      a + row * rowStep + range.lowerBound * innerStep, panel + range.lowerBound * PanelledMatrix.width,
      range.count
    )
  }

  /// All rows by the columns of a panel that is not full: narrow blocks are made aside.
  private func multiplyEdge(
    _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    let blocks = Self.isWide ? 0 : rows / 6 * 6
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 6 * vectorWidth) { edge in
      let aside = BlockProduct(
        a: a, rowStep: rowStep, innerStep: innerStep, b: self.b, stride: vectorWidth, inner: inner, beta: 0)
      for row in Swift.stride(from: 0, to: blocks, by: 6) {
        aside.multiplySix(aside.part(row, height: 6, b), edge.baseAddress!)
        for line in 0..<6 {
          let target = c + (row + line) * stride
          for column in 0..<columns {
            let sum = edge[line * vectorWidth + column]
            target[column] = beta == 0 ? sum : sum + target[column] * beta
          }
        }
      }
    }
    for column in Swift.stride(from: 0, to: columns, by: vectorWidth) {
      for row in blocks..<rows {
        multiplyLanes(
          a + row * rowStep, b + column, c + row * stride + column, min(vectorWidth, columns - column))
      }
    }
  }

  /// Rows by two vectors.
  @inline(__always)
  private func multiplyWide(_ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ rows: Range<Int>) {
    var row = rows.lowerBound
    while row + 8 <= rows.upperBound {
      multiplyEight(part(row, height: 8, b), c + row * stride)
      row += 8
    }
    while row < rows.upperBound {
      multiplyOne(part(row, height: 1, b), c + row * stride)
      row += 1
    }
  }

  /// Rows by one vector.
  @inline(__always)
  private func multiplyNarrow(_ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ rows: Range<Int>)
  {
    var row = rows.lowerBound
    while row + 6 <= rows.upperBound {
      multiplySix(part(row, height: 6, b), c + row * stride)
      row += 6
    }
    while row + 2 <= rows.upperBound {
      multiplyTwo(part(row, height: 2, b), c + row * stride)
      row += 2
    }
    if row < rows.upperBound { multiplyLanes(a + row * rowStep, b, c + row * stride, vectorWidth) }
  }

  @inline(__always)
  private func multiplySix(
    _ part: (a: UnsafePointer<Float>, b: UnsafePointer<Float>, count: Int), _ c: UnsafeMutablePointer<Float>
  ) {
    var (s0, s1, s2) = (FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s3, s4, s5) = (FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (x, y) = (part.a, part.b)
    // The lines of the result are on their way while the sums are made: a store that misses the cache holds up those behind it.
    for row in 0..<6 { prefetchLineForWriting(c + row * stride) }
    for _ in 0..<part.count {
      let vector = load(y)
      s0 = multiplyAdd(FloatVector(repeating: x[0]), vector, s0)
      s1 = multiplyAdd(FloatVector(repeating: x[rowStep]), vector, s1)
      s2 = multiplyAdd(FloatVector(repeating: x[2 * rowStep]), vector, s2)
      s3 = multiplyAdd(FloatVector(repeating: x[3 * rowStep]), vector, s3)
      s4 = multiplyAdd(FloatVector(repeating: x[4 * rowStep]), vector, s4)
      s5 = multiplyAdd(FloatVector(repeating: x[5 * rowStep]), vector, s5)
      x += innerStep
      y += vectorWidth
    }
    write(s0, c)
    write(s1, c + stride)
    write(s2, c + 2 * stride)
    write(s3, c + 3 * stride)
    write(s4, c + 4 * stride)
    write(s5, c + 5 * stride)
  }

  @inline(__always)
  private func multiplyTwo(
    _ part: (a: UnsafePointer<Float>, b: UnsafePointer<Float>, count: Int), _ c: UnsafeMutablePointer<Float>
  ) {
    var (s0, s1) = (FloatVector.zero, FloatVector.zero)
    var (x, y) = (part.a, part.b)
    for _ in 0..<part.count {
      let vector = load(y)
      s0 = multiplyAdd(FloatVector(repeating: x[0]), vector, s0)
      s1 = multiplyAdd(FloatVector(repeating: x[rowStep]), vector, s1)
      x += innerStep
      y += vectorWidth
    }
    write(s0, c)
    write(s1, c + stride)
  }

  /// Part of a row by one vector, or by what is left of one.
  @inline(__always)
  private func multiplyLanes(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ lanes: Int
  ) {
    var s = FloatVector.zero
    for k in 0..<inner {
      s = multiplyAdd(FloatVector(repeating: a[k * innerStep]), load(b + k * PanelledMatrix.width), s)
    }
    storeLanes(beta == 0 ? s : s + loadLanes(c, lanes) * beta, c, lanes)
  }

  @inline(__always)
  private func multiplyEight(
    _ part: (a: UnsafePointer<Float>, b: UnsafePointer<Float>, count: Int), _ c: UnsafeMutablePointer<Float>
  ) {
    var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s4, s5, s6, s7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (t0, t1, t2, t3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (t4, t5, t6, t7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (x, y) = (part.a, part.b)
    for _ in 0..<part.count {
      let (low, high) = (load(y), load(y + vectorWidth))
      addProducts(x[0], low, high, &s0, &t0)
      addProducts(x[rowStep], low, high, &s1, &t1)
      addProducts(x[2 * rowStep], low, high, &s2, &t2)
      addProducts(x[3 * rowStep], low, high, &s3, &t3)
      addProducts(x[4 * rowStep], low, high, &s4, &t4)
      addProducts(x[5 * rowStep], low, high, &s5, &t5)
      addProducts(x[6 * rowStep], low, high, &s6, &t6)
      addProducts(x[7 * rowStep], low, high, &s7, &t7)
      x += innerStep
      y += 2 * vectorWidth
    }
    write(s0, t0, c)
    write(s1, t1, c + stride)
    write(s2, t2, c + 2 * stride)
    write(s3, t3, c + 3 * stride)
    write(s4, t4, c + 4 * stride)
    write(s5, t5, c + 5 * stride)
    write(s6, t6, c + 6 * stride)
    write(s7, t7, c + 7 * stride)
  }

  @inline(__always)
  private func multiplyOne(
    _ part: (a: UnsafePointer<Float>, b: UnsafePointer<Float>, count: Int), _ c: UnsafeMutablePointer<Float>
  ) {
    var (s, t) = (FloatVector.zero, FloatVector.zero)
    var (x, y) = (part.a, part.b)
    for _ in 0..<part.count {
      addProducts(x[0], load(y), load(y + vectorWidth), &s, &t)
      x += innerStep
      y += 2 * vectorWidth
    }
    write(s, t, c)
  }

  /// Writes two vectors of a row, over or onto what is there.
  @inline(__always)
  private func write(_ low: FloatVector, _ high: FloatVector, _ c: UnsafeMutablePointer<Float>) {
    write(low, c)
    write(high, c + vectorWidth)
  }

  @inline(__always)
  private func write(_ sum: FloatVector, _ c: UnsafeMutablePointer<Float>) {
    store(beta == 0 ? sum : sum + load(c) * beta, c)
  }
}

/// Adds a number times each of two vectors to two sums.
@_transparent
func addProducts(
  _ x: Float, _ low: FloatVector, _ high: FloatVector, _ s: inout FloatVector, _ t: inout FloatVector
) {
  let spread = FloatVector(repeating: x)
  s = multiplyAdd(spread, low, s)
  t = multiplyAdd(spread, high, t)
}
