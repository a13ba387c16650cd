import CInstructions

/// The most rows that are multiplied where both matrices lie unless the order of sums is fixed: with more, packing the other matrix
/// pays, which BLAS does.
let fewRowsLimit = 16

/// Whether rows are multiplied as they lie, eight or four at a time. Without AVX-512, whose registers hold eight whole sums and
/// more, blocks of packed rows are faster from fewer rows on, and where eight rows do not fit the innermost cache.
private func multipliesInPlace(rows: Int, inner: Int) -> Bool {
  rows <= (Processor.hasAVX512 ? 16 : inner <= EightRows.turn ? 12 : 4)
}

/// C = A Bᵀ for any number of rows of A, with every element of C summed in the order of `orderedDot`.
/// - Parameters: as those of `multiplyFewRows`.
func multiplyRows(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  rows: Int, columns: Range<Int>, inner: Int
) {
  if multipliesInPlace(rows: rows, inner: inner) || columns.count < RowBlocks.columns {
    multiplyFewRows(a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner)
  } else {
    RowBlocks(a: a, b: b, c: c, stride: stride, inner: inner).multiply(rows: rows, columns: columns)
  }
}

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
  withUnsafeTemporaryAllocation(of: FloatVector.self, capacity: EightRows.columns * 8) { partial in
    var first = columns.lowerBound
    while first < columns.upperBound {
      let count = min(EightRows.columns, columns.upperBound - first)
      let (weights, c) = (b + first * inner, c + first)
      var row = 0
      while row + 8 <= rows {
        EightRows(a: a + row * inner, b: weights, inner: inner, partial: partial.baseAddress!)
          .multiply(count, into: c + row * stride, stride: stride)
        row += 8
      }
      while row + 4 <= rows {
        for column in 0..<count {
          multiplyFour(
            a + row * inner, weights + column * inner, into: c + row * stride + column, stride: stride,
            inner: inner)
        }
        row += 4
      }
      while row < rows {
        for column in 0..<count {
          c[row * stride + column] = orderedDot(a + row * inner, weights + column * inner, inner)
        }
        row += 1
      }
      first += count
    }
  }
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
    prefetchLine(b + i + prefetchDistance)
    s0 = multiplyAdd(load(a + i), weight, s0)
    s1 = multiplyAdd(load(a + inner + i), weight, s1)
    s2 = multiplyAdd(load(a + 2 * inner + i), weight, s2)
    s3 = multiplyAdd(load(a + 3 * inner + i), weight, s3)
    i += vectorWidth
  }
  let sums = horizontalSums(s0, s1, s2, s3)
  for row in 0..<4 {
    var sum = sums[row]
    for i in whole..<inner { sum += a[row * inner + i] * b[i] }
    c[row * stride] = sum
  }
}

/// One product, summed in the order of the blocks.
@inline(__always)
func orderedDot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ inner: Int) -> Float {
  let whole = inner / vectorWidth * vectorWidth
  var sum = FloatVector.zero
  var i = 0
  while i < whole {
    sum = multiplyAdd(load(a + i), load(b + i), sum)
    i += vectorWidth
  }
  var total = horizontalSum(sum)
  for i in whole..<inner { total += a[i] * b[i] }
  return total
}
