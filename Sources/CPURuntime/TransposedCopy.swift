/// Writes the transpose of a small matrix, four rows and four columns at a time, so that both sides are read and written in
/// runs.
/// - Parameters:
///   - x: `[rows, columns]`, rows `stride` elements apart.
///   - y: `[columns, rows]`, rows `target` elements apart.
func transpose(
  _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into y: UnsafeMutablePointer<Float>,
  stride target: Int
) {
  @inline(__always)
  func row(_ number: Int, _ column: Int) -> SIMD4<Float> {
    UnsafeRawPointer(x + number * stride + column).loadUnaligned(as: SIMD4<Float>.self)
  }
  @inline(__always)
  func write(_ values: SIMD4<Float>, _ column: Int, _ first: Int) {
    UnsafeMutableRawPointer(y + column * target + first).storeBytes(of: values, as: SIMD4<Float>.self)
  }
  let (wholeRows, wholeColumns) = (rows / 4 * 4, columns / 4 * 4)
  for column in Swift.stride(from: 0, to: wholeColumns, by: 4) {
    for first in Swift.stride(from: 0, to: wholeRows, by: 4) {
      let (a, b) = (row(first, column), row(first + 1, column))
      let (c, d) = (row(first + 2, column), row(first + 3, column))
      write(SIMD4(a.x, b.x, c.x, d.x), column, first)
      write(SIMD4(a.y, b.y, c.y, d.y), column + 1, first)
      write(SIMD4(a.z, b.z, c.z, d.z), column + 2, first)
      write(SIMD4(a.w, b.w, c.w, d.w), column + 3, first)
    }
  }
  for number in 0..<rows {
    let start = number < wholeRows ? wholeColumns : 0
    for column in start..<columns { y[column * target + number] = x[number * stride + column] }
  }
}
