import Autograd

extension RoundedRows: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let words = Self.words(width)
    return { call in
      let (x, bytes, bounds) = (call.input(0), call.results[0], call.output(1))
      call.pool.split(rows, grain: max(1, elementwiseGrain / max(width, 1))) { _, range in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: words * 4) { row in
          row.update(repeating: 0)
          for number in range {
            row.baseAddress!.update(from: x + number * width, count: width)
            let rounded = RoundedRow(row.baseAddress!, words * 4)
            rounded.write(to: bytes + number * words * 4)
            let bound = bounds + number * 3
            (bound[0], bound[1], bound[2]) = (rounded.step, rounded.error, rounded.norm)
          }
        }
      }
    }
  }
}

/// One row, filled up with zeros to whole groups.
private struct RoundedRow {
  let x: UnsafePointer<Float>
  let count: Int
  let step, error, norm: Float
  /// What elements are multiplied by before they are rounded.
  private let factor: Float

  init(_ x: UnsafePointer<Float>, _ count: Int) {
    (self.x, self.count) = (x, count)
    let (squares, magnitude) = (dot(x, x, count), largestMagnitude(x, count))
    guard squares.isFinite, magnitude <= RoundedRows.range.upperBound else {
      (step, factor, error, norm) = (0, 0, .infinity, .infinity)
      return
    }
    guard magnitude >= RoundedRows.range.lowerBound else {
      // Squares of such numbers vanish.
      let bound = magnitude * Float(count).squareRoot()
      (step, factor, error, norm) = (0, 0, bound, bound)
      return
    }
    let step = magnitude / Float(RoundedRows.largest)
    let factor = 1 / step
    var lost = FloatVector.zero
    for i in stride(from: 0, to: count, by: vectorWidth) {
      let rest = load(x + i) - Self.rounded(load(x + i) * factor) * step
      lost += rest * rest
    }
    (self.step, self.factor, norm, error) = (
      step, factor, squares.squareRoot(), horizontalSum(lost).squareRoot()
    )
  }

  /// Adding 1.5 * 2^23 leaves the rounded number in the low bits.
  private static let magic: Float = 12_582_912

  @inline(__always)
  private static func rounded(_ x: FloatVector) -> FloatVector { x + magic - magic }

  /// Writes the numbers as sixteen times two bytes for each group.
  @inline(__always)
  func write(to bytes: UnsafeMutableRawPointer) {
    @inline(__always)
    func whole(_ i: Int) -> SIMD16<Int32> {
      // Infinite elements times 0 are none.
      factor == 0 ? .zero : unsafeBitCast(load(x + i) * factor + Self.magic, to: SIMD16<Int32>.self)
    }
    for i in stride(from: 0, to: count, by: RoundedRows.group) {
      let (low, high) = (whole(i) & 0xFF, (whole(i + vectorWidth) & 0xFF) &<< 8)
      let pairs = low | high
      let (even, odd) = (pairs.evenHalf, pairs.oddHalf)
      (bytes + i).storeBytes(of: even | (odd &<< 16), as: SIMD8<Int32>.self)
    }
  }
}

/// The largest magnitude of `count` elements, whole vectors.
@inline(__always)
private func largestMagnitude(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var (high, low) = (FloatVector.zero, FloatVector.zero)
  for i in stride(from: 0, to: count, by: vectorWidth) {
    let v = load(x + i)
    high = high.replacing(with: v, where: v .> high)
    low = low.replacing(with: v, where: v .< low)
  }
  return max(high.max(), -low.min())
}
