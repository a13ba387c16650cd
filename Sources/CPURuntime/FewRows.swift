/// The most rows that `multiplyFewRows` takes: with more, packing the other matrix pays, which BLAS does.
let fewRowsLimit = 16

/// C = A Bᵀ for a few rows of A, as a decoding step has them: B is a weight that is read from memory once, from its first byte
/// to its last, as fast as memory gives it. BLAS would first copy it into another order.
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
  for column in columns {
    let weight = b + column * inner
    var row = 0
    while row + 8 <= rows {
      multiplyEight(a + row * inner, weight, into: c + row * stride + column, stride: stride, inner: inner)
      row += 8
    }
    while row + 4 <= rows {
      multiplyFour(a + row * inner, weight, into: c + row * stride + column, stride: stride, inner: inner)
      row += 4
    }
    while row < rows {
      c[row * stride + column] = orderedDot(a + row * inner, weight, inner)
      row += 1
    }
  }
}

/// Eight rows by one column: sums that do not wait for each other hide the time that an addition takes.
@inline(__always)
private func multiplyEight(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  inner: Int
) {
  var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  var (s4, s5, s6, s7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  let whole = inner / vectorWidth * vectorWidth
  var i = 0
  while i < whole {
    let weight = load(b + i)
    s0 += load(a + i) * weight
    s1 += load(a + inner + i) * weight
    s2 += load(a + 2 * inner + i) * weight
    s3 += load(a + 3 * inner + i) * weight
    s4 += load(a + 4 * inner + i) * weight
    s5 += load(a + 5 * inner + i) * weight
    s6 += load(a + 6 * inner + i) * weight
    s7 += load(a + 7 * inner + i) * weight
    i += vectorWidth
  }
  storeSums(horizontalSums(s0, s1, s2, s3), a, b, into: c, stride: stride, from: whole, inner: inner)
  storeSums(
    horizontalSums(s4, s5, s6, s7), a + 4 * inner, b, into: c + 4 * stride, stride: stride, from: whole,
    inner: inner)
}

/// Four rows by one column.
@inline(__always)
private func multiplyFour(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  inner: Int
) {
  var (s0, s1, s2, s3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  let whole = inner / vectorWidth * vectorWidth
  var i = 0
  while i < whole {
    let weight = load(b + i)
    s0 += load(a + i) * weight
    s1 += load(a + inner + i) * weight
    s2 += load(a + 2 * inner + i) * weight
    s3 += load(a + 3 * inner + i) * weight
    i += vectorWidth
  }
  storeSums(horizontalSums(s0, s1, s2, s3), a, b, into: c, stride: stride, from: whole, inner: inner)
}

/// Writes four rows' sums, with the products behind the last whole vector.
@inline(__always)
private func storeSums(
  _ sums: SIMD4<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  into c: UnsafeMutablePointer<Float>,
  stride: Int, from whole: Int, inner: Int
) {
  for row in 0..<4 {
    var sum = sums[row]
    for i in whole..<inner { sum += a[row * inner + i] * b[i] }
    c[row * stride] = sum
  }
}

/// One product, summed in the order of the blocks.
@inline(__always)
private func orderedDot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ inner: Int) -> Float {
  let whole = inner / vectorWidth * vectorWidth
  var sum = FloatVector.zero
  var i = 0
  while i < whole {
    sum += load(a + i) * load(b + i)
    i += vectorWidth
  }
  var total = horizontalSum(sum)
  for i in whole..<inner { total += a[i] * b[i] }
  return total
}
