/// The most rows that `multiplyFewRows` takes: with more, packing the other matrix pays, which BLAS does.
let fewRowsLimit = 16

/// C = A Bᵀ for a few rows of A, as a decoding step has them: B is a weight that is read from memory once, as fast as memory
/// gives it. BLAS would first copy it into another order.
///
/// Every element of C is summed in one order, whatever the other rows and columns are.
/// - Parameters:
///   - a: `[rows, inner]`.
///   - b: `[columns, inner]`.
///   - c: rows `stride` elements apart.
///   - columns: which columns of C are computed.
func multiplyFewRows(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  rows: Int, columns: Range<Int>, inner: Int
) {
  var column = columns.lowerBound
  while column + 4 <= columns.upperBound {
    let weight = b + column * inner
    var row = 0
    while row + 4 <= rows {
      multiplyBlock(a + row * inner, weight, into: c + row * stride + column, stride: stride, inner: inner)
      row += 4
    }
    while row < rows {
      multiplyRow(a + row * inner, weight, into: c + row * stride + column, inner: inner)
      row += 1
    }
    column += 4
  }
  while column < columns.upperBound {
    for row in 0..<rows {
      c[row * stride + column] = orderedDot(a + row * inner, b + column * inner, inner)
    }
    column += 1
  }
}

/// Four rows by four columns: each vector that is loaded serves four products.
@inline(__always)
private func multiplyBlock(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  inner: Int
) {
  var (s00, s01, s02, s03) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  var (s10, s11, s12, s13) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  var (s20, s21, s22, s23) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  var (s30, s31, s32, s33) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  let whole = inner / vectorWidth * vectorWidth
  var i = 0
  while i < whole {
    let (b0, b1) = (load(b + i), load(b + inner + i))
    let (b2, b3) = (load(b + 2 * inner + i), load(b + 3 * inner + i))
    let a0 = load(a + i)
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    let a1 = load(a + inner + i)
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
    let a2 = load(a + 2 * inner + i)
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
    s23 += a2 * b3
    let a3 = load(a + 3 * inner + i)
    s30 += a3 * b0
    s31 += a3 * b1
    s32 += a3 * b2
    s33 += a3 * b3
    i += vectorWidth
  }
  (c[0], c[1], c[2], c[3]) = (s00.sum(), s01.sum(), s02.sum(), s03.sum())
  (c[stride], c[stride + 1], c[stride + 2], c[stride + 3]) = (s10.sum(), s11.sum(), s12.sum(), s13.sum())
  let (c2, c3) = (c + 2 * stride, c + 3 * stride)
  (c2[0], c2[1], c2[2], c2[3]) = (s20.sum(), s21.sum(), s22.sum(), s23.sum())
  (c3[0], c3[1], c3[2], c3[3]) = (s30.sum(), s31.sum(), s32.sum(), s33.sum())
  for row in 0..<4 { addRest(a + row * inner, b, to: c + row * stride, from: whole, inner: inner) }
}

/// One row by four columns.
@inline(__always)
private func multiplyRow(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, inner: Int
) {
  var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  let whole = inner / vectorWidth * vectorWidth
  var i = 0
  while i < whole {
    let a0 = load(a + i)
    s0 += a0 * load(b + i)
    s1 += a0 * load(b + inner + i)
    s2 += a0 * load(b + 2 * inner + i)
    s3 += a0 * load(b + 3 * inner + i)
    i += vectorWidth
  }
  (c[0], c[1], c[2], c[3]) = (s0.sum(), s1.sum(), s2.sum(), s3.sum())
  addRest(a, b, to: c, from: whole, inner: inner)
}

/// The products behind the last whole vector, for one row and four columns.
@inline(__always)
private func addRest(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to c: UnsafeMutablePointer<Float>, from whole: Int,
  inner: Int
) {
  for column in 0..<4 {
    for i in whole..<inner { c[column] += a[i] * b[column * inner + i] }
  }
}

/// One product, summed in the order of the blocks.
@inline(__always)
private func orderedDot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ inner: Int) -> Float {
  let whole = inner / vectorWidth * vectorWidth
  var sum = FloatVector.zero
  for i in Swift.stride(from: 0, to: whole, by: vectorWidth) { sum += load(a + i) * load(b + i) }
  var total = sum.sum()
  for i in whole..<inner { total += a[i] * b[i] }
  return total
}
