/// A row of an attention's tile: its elements, of which the first `count` belong to keys that the query sees.
///
/// Vectors are read and written whole, since a row ends with room for that; what is behind the count means nothing.
struct AttentionTileRow {
  let elements: UnsafeMutablePointer<Float>
  let count: Int

  /// The offset of every vector that has at least one of the elements.
  private var offsets: StrideTo<Int> { stride(from: 0, to: count, by: vectorWidth) }

  /// Adds what `bias` has, of which as much is read as of the row.
  /// - Returns: the largest element; minus infinity of none.
  @inline(__always)
  func largest(adding bias: UnsafePointer<Float>?) -> Float {
    let least = FloatVector(repeating: -.infinity)
    var (a, b) = (least, least)
    var i = 0
    @inline(__always)
    func vector(_ i: Int) -> FloatVector {
      guard let bias else { return load(elements + i) }
      let sum = load(elements + i) + load(bias + i)
      store(sum, elements + i)
      return sum
    }
    while i + 2 * vectorWidth <= count {
      let (v, w) = (vector(i), vector(i + vectorWidth))
      a = v.replacing(with: a, where: a .> v)
      b = w.replacing(with: b, where: b .> w)
      i += 2 * vectorWidth
    }
    while i < count {
      let v = vector(i).replacing(with: least, where: Self.lanes .>= Int32(truncatingIfNeeded: count - i))
      a = v.replacing(with: a, where: a .> v)
      i += vectorWidth
    }
    return horizontalMaximum(b.replacing(with: a, where: a .> b))
  }

  /// The number of each of a vector's elements.
  @inline(__always)
  private static var lanes: SIMD16<Int32> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

  /// Replaces each element x by e^(x - shift).
  /// - Returns: the sum of the new elements.
  @inline(__always)
  func exponentiate(minus shift: Float) -> Float {
    var total = FloatVector.zero
    var i = 0
    while i + vectorWidth <= count {
      let e = exponential(load(elements + i) - shift)
      store(e, elements + i)
      total += e
      i += vectorWidth
    }
    var result = horizontalSum(total)
    if i < count { store(exponential(load(elements + i) - shift), elements + i) }
    while i < count {
      result += elements[i]
      i += 1
    }
    return result
  }

  /// Turns scores into weights e^(score + bias - logSumExp), and gradients of weights in `slopes` into those of scores,
  /// weight (slope - mean).
  @inline(__always)
  func differentiate(
    adding bias: UnsafePointer<Float>?, minus logSumExp: Float, _ slopes: UnsafeMutablePointer<Float>,
    minus mean: Float
  ) {
    for i in offsets {
      let score = bias.map { load(elements + i) + load($0 + i) } ?? load(elements + i)
      let weight = exponential(score - logSumExp)
      store(weight, elements + i)
      store(weight * (load(slopes + i) - mean), slopes + i)
    }
  }

  /// Multiplies each element by its multiplier.
  @inline(__always)
  func multiply(by multipliers: UnsafePointer<Float>) {
    for i in offsets { store(load(elements + i) * load(multipliers + i), elements + i) }
  }

  /// Clears what stands from the last element of the row to `end`.
  @inline(__always)
  func clear(to end: Int) { (elements + count).update(repeating: 0, count: end - count) }
}
