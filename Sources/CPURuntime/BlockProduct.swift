/// C = A B + beta C on the calling thread for matrices that are in the cache already, as tiles of attention are.
///
/// BLAS copies both matrices into its own order first, which for so little arithmetic takes as long as the product. Here A's
/// elements are spread to vectors as they are read. Where B has no whole pairs of vectors side by side BLAS is faster.
///
/// By blocks every element is summed in the order of the inner axis.
/// - Parameter byBlocks: whether such a B is multiplied by blocks nonetheless.
@inline(__always)
func multiplyInCache(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int,
  inner: Int, beta: Float = 0, byBlocks: Bool = false
) {
  if b.isTransposed || (columns % blockColumns != 0 && !byBlocks) {
    gemm(a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, beta: beta)
  } else {
    BlockProduct(
      a: a.elements, rowStep: a.isTransposed ? 1 : a.stride, innerStep: a.isTransposed ? a.stride : 1,
      b: b.elements, bStride: b.stride, stride: stride, inner: inner, beta: beta
    ).run(into: c, rows: rows, columns: columns)
  }
}

/// Columns that a block has: two vectors.
let blockColumns = 2 * vectorWidth

/// A product by blocks of up to eight rows and two vectors, whose sums stay in registers.
private struct BlockProduct {
  let a: UnsafePointer<Float>
  /// From an element of A to the next row's, and to the next along the inner axis.
  let rowStep, innerStep: Int
  let b: UnsafePointer<Float>
  let bStride: Int
  let stride: Int
  let inner: Int
  let beta: Float

  @inline(__always)
  func run(into c: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    let whole = columns / blockColumns * blockColumns
    for column in Swift.stride(from: 0, to: whole, by: blockColumns) {
      var row = 0
      while row + 8 <= rows {
        multiplyEight(a + row * rowStep, b + column, c + row * stride + column)
        row += 8
      }
      while row < rows {
        multiplyOne(a + row * rowStep, b + column, c + row * stride + column)
        row += 1
      }
    }
    for column in Swift.stride(from: whole, to: columns, by: vectorWidth) {
      let lanes = min(vectorWidth, columns - column)
      for row in 0..<rows {
        multiplyLanes(a + row * rowStep, b + column, c + row * stride + column, lanes)
      }
    }
  }

  /// Part of a row by one vector, or by what is left of one.
  @inline(__always)
  private func multiplyLanes(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ lanes: Int
  ) {
    var s = FloatVector.zero
    for k in 0..<inner {
      s = multiplyAdd(FloatVector(repeating: a[k * innerStep]), loadLanes(b + k * bStride, lanes), s)
    }
    storeLanes(beta == 0 ? s : s + loadLanes(c, lanes) * beta, c, lanes)
  }

  @inline(__always)
  private func multiplyEight(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>
  ) {
    var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s4, s5, s6, s7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (t0, t1, t2, t3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (t4, t5, t6, t7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (x, y) = (a, b)
    for _ in 0..<inner {
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
      y += bStride
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
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>
  ) {
    var (s, t) = (FloatVector.zero, FloatVector.zero)
    var (x, y) = (a, b)
    for _ in 0..<inner {
      addProducts(x[0], load(y), load(y + vectorWidth), &s, &t)
      x += innerStep
      y += bStride
    }
    write(s, t, c)
  }

  /// Writes two vectors of a row, over or onto what is there.
  @inline(__always)
  private func write(_ low: FloatVector, _ high: FloatVector, _ c: UnsafeMutablePointer<Float>) {
    if beta == 0 {
      store(low, c)
      store(high, c + vectorWidth)
    } else {
      store(low + load(c) * beta, c)
      store(high + load(c + vectorWidth) * beta, c + vectorWidth)
    }
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
