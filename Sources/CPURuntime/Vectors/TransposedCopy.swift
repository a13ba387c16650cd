/// Writes the transpose of a small matrix, eight or four rows and four columns at a time, so that both sides
/// are read and written in runs.
/// - Parameters:
///   - x: `[rows, columns]`, rows `stride` elements apart.
///   - y: `[columns, rows]`, rows `target` elements apart.
func transpose(
  _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into y: UnsafeMutablePointer<Float>,
  stride target: Int
) {
  let (wholeRows, wholeColumns) = (rows / 4 * 4, columns / 4 * 4)
  for column in Swift.stride(from: 0, to: wholeColumns, by: 4) {
    var (from, to) = (x + column, y + column * target)
    for _ in 0..<(rows / 8) {
      transposeEightRows(from, stride, into: to, target)
      from += 8 * stride
      to += 8
    }
    if wholeRows % 8 != 0 { transposeFourRows(from, stride, into: to, target) }
  }
  for number in 0..<rows {
    let start = number < wholeRows ? wholeColumns : 0
    for column in start..<columns { y[column * target + number] = x[number * stride + column] }
  }
}

/// Four elements of four rows.
@_transparent
private func transposeFourRows(
  _ x: UnsafePointer<Float>, _ stride: Int, into y: UnsafeMutablePointer<Float>, _ target: Int
) {
  let (a, b, c, d) = (four(x), four(x + stride), four(x + 2 * stride), four(x + 3 * stride))
  write(SIMD4(a.x, b.x, c.x, d.x), y)
  write(SIMD4(a.y, b.y, c.y, d.y), y + target)
  write(SIMD4(a.z, b.z, c.z, d.z), y + 2 * target)
  write(SIMD4(a.w, b.w, c.w, d.w), y + 3 * target)
}

/// Four elements of eight rows: rows 0 to 3 in the low halves of vectors, 4 to 7 in the high ones, which most
/// shuffles of AVX keep apart.
@_transparent
private func transposeEightRows(
  _ x: UnsafePointer<Float>, _ stride: Int, into y: UnsafeMutablePointer<Float>, _ target: Int
) {
  typealias Eight = SIMD8<Float>
  @_transparent
  func rows(_ number: Int) -> Eight {
    Eight(lowHalf: four(x + number * stride), highHalf: four(x + (number + 4) * stride))
  }
  @_transparent
  func firsts(_ a: Eight, _ b: Eight) -> Eight { Eight(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5]) }
  @_transparent
  func lasts(_ a: Eight, _ b: Eight) -> Eight { Eight(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7]) }
  let (a, b, c, d) = (rows(0), rows(1), rows(2), rows(3))
  let (ab, cd, abLast, cdLast) = (firsts(a, b), firsts(c, d), lasts(a, b), lasts(c, d))
  write(Eight(ab[0], ab[1], cd[0], cd[1], ab[4], ab[5], cd[4], cd[5]), y)
  write(Eight(ab[2], ab[3], cd[2], cd[3], ab[6], ab[7], cd[6], cd[7]), y + target)
  write(
    Eight(abLast[0], abLast[1], cdLast[0], cdLast[1], abLast[4], abLast[5], cdLast[4], cdLast[5]),
    y + 2 * target)
  write(
    Eight(abLast[2], abLast[3], cdLast[2], cdLast[3], abLast[6], abLast[7], cdLast[6], cdLast[7]),
    y + 3 * target)
}

@_transparent
private func four(_ x: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(x).loadUnaligned(as: SIMD4<Float>.self)
}

@_transparent
private func write<Vector: SIMD>(_ values: Vector, _ y: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(y).storeBytes(of: values, as: Vector.self)
}
