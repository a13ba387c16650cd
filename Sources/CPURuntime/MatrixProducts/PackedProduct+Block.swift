import CInstructions

extension PackedProduct {
  /// One block of C from a panel of A, `[depth, 14]`, and one of B, `[depth, 32]`.
  @inline(never)
  static func multiplyWideBlock(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
    depth: Int, accumulates: Bool
  ) {
    // The block is written at the end: until then its lines have time to come.
    for row in 0..<14 {
      prefetchLineForWriting(c + row * stride)
      prefetchLineForWriting(c + row * stride + vectorWidth)
    }
    var (s0, t0, s1, t1) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s2, t2, s3, t3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s4, t4, s5, t5) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s6, t6, s7, t7) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s8, t8, s9, t9) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s10, t10, s11, t11) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (s12, t12, s13, t13) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    var (x, y) = (a, b)
    for _ in 0..<depth {
      let (low, high) = (load(y), load(y + vectorWidth))
      addProducts(x[0], low, high, &s0, &t0)
      addProducts(x[1], low, high, &s1, &t1)
      addProducts(x[2], low, high, &s2, &t2)
      addProducts(x[3], low, high, &s3, &t3)
      addProducts(x[4], low, high, &s4, &t4)
      addProducts(x[5], low, high, &s5, &t5)
      addProducts(x[6], low, high, &s6, &t6)
      addProducts(x[7], low, high, &s7, &t7)
      addProducts(x[8], low, high, &s8, &t8)
      addProducts(x[9], low, high, &s9, &t9)
      addProducts(x[10], low, high, &s10, &t10)
      addProducts(x[11], low, high, &s11, &t11)
      addProducts(x[12], low, high, &s12, &t12)
      addProducts(x[13], low, high, &s13, &t13)
      x += 14
      y += 2 * vectorWidth
    }
    let row = BlockRow(stride: stride, accumulates: accumulates)
    row.write(s0, t0, c, 0)
    row.write(s1, t1, c, 1)
    row.write(s2, t2, c, 2)
    row.write(s3, t3, c, 3)
    row.write(s4, t4, c, 4)
    row.write(s5, t5, c, 5)
    row.write(s6, t6, c, 6)
    row.write(s7, t7, c, 7)
    row.write(s8, t8, c, 8)
    row.write(s9, t9, c, 9)
    row.write(s10, t10, c, 10)
    row.write(s11, t11, c, 11)
    row.write(s12, t12, c, 12)
    row.write(s13, t13, c, 13)
  }
}

/// How a row of a block goes to C.
private struct BlockRow {
  let stride: Int
  let accumulates: Bool

  @_transparent
  func write(_ low: FloatVector, _ high: FloatVector, _ c: UnsafeMutablePointer<Float>, _ number: Int) {
    write(low, c, number)
    write(high, c + vectorWidth, number)
  }

  @_transparent
  func write(_ values: FloatVector, _ c: UnsafeMutablePointer<Float>, _ number: Int) {
    let target = c + number * stride
    store(accumulates ? values + load(target) : values, target)
  }
}
