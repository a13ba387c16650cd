import Autograd

/// A hidden state in 16 bits an element, and how far that is from it.
struct RoundedState {
  private let x: UnsafePointer<Float>
  private let count: Int
  /// From a number to the next; 0 where the row is not rounded.
  let step: Float
  /// The norm of the row, and of what rounding takes from it: of a row that is not rounded all, and of one that is out of range
  /// nothing is known.
  let norm, error: Float
  /// What elements are multiplied by before they are rounded.
  private let factor: Float

  private typealias Lanes = RowProduct.Lanes
  /// Adding 1.5 * 2^23 leaves the rounded number in the low bits.
  private static let magic: Float = 12_582_912

  /// - Parameter largest: the magnitude of the largest number.
  init(_ x: UnsafePointer<Float>, _ count: Int, largest: Int) {
    (self.x, self.count) = (x, count)
    var (squares, magnitudes) = (SIMD8<Double>.zero, Lanes.zero)
    Self.eachLanes(x, count) { _, x in
      let wide = SIMD8<Double>(x)
      squares += wide * wide
      let magnitude = x.replacing(with: -x, where: x .< 0)
      magnitudes.replace(with: magnitude, where: magnitude .> magnitudes)
    }
    let (sum, magnitude) = (squares.sum(), magnitudes.max())
    let isInRange = sum.isFinite && RoundedRows.range.contains(magnitude)
    step = isInRange ? magnitude / Float(largest) : 0
    let factor = isInRange ? 1 / step : 0
    self.factor = factor
    norm = sum.isFinite && magnitude <= RoundedRows.range.upperBound ? Float(sum.squareRoot()) : .infinity
    guard isInRange else {
      error = norm
      return
    }
    let wideStep = Double(step)
    var lost = SIMD8<Double>.zero
    Self.eachLanes(x, count) { _, x in
      let rest = SIMD8<Double>(x) - SIMD8<Double>(x * factor + Self.magic - Self.magic) * wideStep
      lost += rest * rest
    }
    error = Float(lost.sum().squareRoot())
  }

  /// Writes the numbers, a group of `RoundedRows` together.
  /// - Parameters:
  ///   - numbers: zeros where the row does not fill a group.
  ///   - stride: from a group to the next.
  func write(to numbers: UnsafeMutablePointer<Int16>, stride: Int) {
    if factor == 0 { return }
    Self.eachLanes(x, count) { i, x in
      let whole = unsafeBitCast(x * factor + Self.magic, to: SIMD8<Int32>.self)
      let place = numbers + i / RoundedRows.group * stride + i % RoundedRows.group
      UnsafeMutableRawPointer(place).storeBytes(
        of: SIMD8<Int16>(truncatingIfNeeded: whole), as: SIMD8<Int16>.self)
    }
  }

  /// Calls `body` with every eight elements; with zeros behind the last.
  @inline(__always)
  private static func eachLanes(_ x: UnsafePointer<Float>, _ count: Int, _ body: (Int, Lanes) -> Void) {
    let whole = wholeLanes(count)
    for i in Swift.stride(from: 0, to: whole, by: RowProduct.lanes) { body(i, loadLanes(x + i)) }
    if whole == count { return }
    var last = Lanes.zero
    for i in whole..<count { last[i - whole] = x[i] }
    body(whole, last)
  }
}
