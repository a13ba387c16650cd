import CInstructions

/// The product of a single row (GEMV), as a decoding step of one sequence has it.
///
/// Memory decides its speed. Beside rows of zeros, as `SideBySideRows` has it, the row would be read four
/// times as often as the weight; here it is read once for four columns, which are fetched side by side.
extension RowProduct {
  /// How far ahead of what it reads a weight is fetched, in elements: some 36 KiB, as much as the innermost
  /// cache holds.
  private static let fetched = 9216
  /// How far the columns that are read side by side lie apart at least, in elements: a processor follows a
  /// stream within its page of 4 KiB, and one a page best.
  private static let page = 1024

  /// Computes some columns of a weight's product with the only row.
  func multiplyOnly(_ weight: Weight, _ columns: Range<Int>) {
    let ahead = max(4, Self.fetched / max(inner, 1)) * inner
    let apart = (Self.page + inner - 1) / max(inner, 1)
    var first = columns.lowerBound
    while first + 4 * apart <= columns.upperBound {
      for column in first..<(first + apart) {
        let dots = fourDots(weight.b + column * inner, apart: apart * inner, ahead: ahead)
        for i in 0..<4 { weight.c[column + i * apart] = dots[i] }
      }
      first += 4 * apart
    }
    for column in first..<columns.upperBound {
      weight.c[column] = orderedDot(a, weight.b + column * inner, inner)
    }
  }

  /// The row's products with four columns, each as `orderedDot` sums it.
  /// - Parameters:
  ///   - apart: elements from a column to the next.
  ///   - ahead: elements from what is read to what is fetched.
  @inline(__always)
  private func fourDots(_ b: UnsafePointer<Float>, apart: Int, ahead: Int) -> SIMD4<Float> {
    let (b0, b1, b2, b3) = (b, b + apart, b + 2 * apart, b + 3 * apart)
    let whole = wholeLanes(inner)
    var sums = FourSums()
    var i = 0
    while i + 16 <= whole {
      prefetchLine(b0 + i + ahead)
      prefetchLine(b1 + i + ahead)
      prefetchLine(b2 + i + ahead)
      prefetchLine(b3 + i + ahead)
      sums.add(loadLanes(a + i), b0 + i, b1 + i, b2 + i, b3 + i)
      sums.add(loadLanes(a + i + 8), b0 + i + 8, b1 + i + 8, b2 + i + 8, b3 + i + 8)
      i += 16
    }
    if i < whole { sums.add(loadLanes(a + i), b0 + i, b1 + i, b2 + i, b3 + i) }
    var totals = sums.totals.lowHalf
    for i in whole..<inner { for column in 0..<4 { totals[column] += a[i] * b[column * apart + i] } }
    return totals
  }
}
