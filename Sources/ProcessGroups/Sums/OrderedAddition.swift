/// Sums of several rows of numbers, element by element, from the first row to the last.
enum OrderedAddition {
  /// Adds rows; the result may lie where one of them lies.
  static func add(_ rows: [UnsafePointer<Float>], count: Int, into sums: UnsafeMutablePointer<Float>) {
    guard let first = rows.first else { return }
    let width = SIMD16<Float>.scalarCount
    let whole = count / width * width
    rows.withUnsafeBufferPointer { rows in
      for index in stride(from: 0, to: whole, by: width) {
        var sum = vector(first + index)
        for row in 1..<rows.count { sum += vector(rows[row] + index) }
        UnsafeMutableRawPointer(sums + index).storeBytes(of: sum, as: SIMD16<Float>.self)
      }
      for index in whole..<count {
        var sum = first[index]
        for row in 1..<rows.count { sum += rows[row][index] }
        sums[index] = sum
      }
    }
  }

  @inline(__always)
  private static func vector(_ start: UnsafePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Float>.self)
  }
}
