/// The vector that kernels work in: one AVX-512 register, or two AVX ones.
typealias FloatVector = SIMD16<Float>

/// Elements of a `FloatVector`.
let vectorWidth = 16

/// Loads a vector from memory of any alignment.
@_transparent
func load(_ pointer: UnsafePointer<Float>) -> FloatVector {
  UnsafeRawPointer(pointer).loadUnaligned(as: FloatVector.self)
}

/// Stores a vector to memory of any alignment.
@_transparent
func store(_ vector: FloatVector, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: FloatVector.self)
}

/// Loads the first `lanes` elements of a vector, the others zero.
@inline(__always)
func loadLanes(_ pointer: UnsafePointer<Float>, _ lanes: Int) -> FloatVector {
  if lanes == vectorWidth { return load(pointer) }
  var vector = FloatVector.zero
  for lane in 0..<lanes { vector[lane] = pointer[lane] }
  return vector
}

/// Stores the first `lanes` elements of a vector.
@inline(__always)
func storeLanes(_ vector: FloatVector, _ pointer: UnsafeMutablePointer<Float>, _ lanes: Int) {
  if lanes == vectorWidth {
    store(vector, pointer)
  } else {
    for lane in 0..<lanes { pointer[lane] = vector[lane] }
  }
}

/// x y + z, rounded once where the build is for a processor that has that in one instruction.
///
/// Elsewhere `addingProduct` would be a library call for each element.
@_transparent
func multiplyAdd(_ x: FloatVector, _ y: FloatVector, _ z: FloatVector) -> FloatVector {
  #if FUSED_MULTIPLY_ADD
    z.addingProduct(x, y)
  #else
    x * y + z
  #endif
}

/// The same for half a vector.
@_transparent
func multiplyAdd(_ x: SIMD8<Float>, _ y: SIMD8<Float>, _ z: SIMD8<Float>) -> SIMD8<Float> {
  #if FUSED_MULTIPLY_ADD
    z.addingProduct(x, y)
  #else
    x * y + z
  #endif
}

/// e to the power of each element, to about 2 units in the last place; below -87 it is the least normal
/// number.
///
/// x = n ln 2 + r: n by rounding with a magic number, e^r by a polynomial of degree 6 on |r| <= ln 2 / 2, and
/// 2^n by adding n to the exponent's bits.
@_transparent
func exponential(_ x: FloatVector) -> FloatVector {
  let low = FloatVector(repeating: -87)
  let high = FloatVector(repeating: 88)
  var x = x.replacing(with: low, where: x .< low)
  x = x.replacing(with: high, where: x .> high)
  let magic: Float = 12_582_912  // 1.5 * 2^23: adding it leaves the rounded integer in the low bits
  func spread(_ number: Float) -> FloatVector { FloatVector(repeating: number) }
  let shifted = multiplyAdd(x, spread(1.442_695_04), spread(magic))
  let n = shifted - magic
  let r = multiplyAdd(n, spread(2.121_944_4e-4), multiplyAdd(n, spread(-0.693_359_375), x))
  var p = multiplyAdd(r, spread(1.388_888_9e-3), spread(8.333_333_8e-3))
  p = multiplyAdd(p, r, spread(4.166_666_6e-2))
  p = multiplyAdd(p, r, spread(1.666_666_7e-1))
  p = multiplyAdd(p, r, spread(0.5))
  p = multiplyAdd(p, r, spread(1))
  p = multiplyAdd(p, r, spread(1))
  let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ bits, to: FloatVector.self)
}

/// The same for one number.
@inline(__always)
func exponential(_ x: Float) -> Float { exponential(FloatVector(repeating: x))[0] }

/// The logistic function 1 / (1 + e^-x).
@_transparent
func logistic(_ x: FloatVector) -> FloatVector {
  FloatVector(repeating: 1) / (exponential(-x) + FloatVector(repeating: 1))
}

/// The sum of a vector's elements: halves are added until one is left.
///
/// The standard library's `sum()` is a call, and adds one after the other.
@_transparent
func horizontalSum(_ x: FloatVector) -> Float {
  let eight = x.lowHalf + x.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The largest of a vector's elements.
@_transparent
func horizontalMaximum(_ x: FloatVector) -> Float {
  let eight = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .> x.lowHalf)
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return max(two.x, two.y)
}

/// The sum of `count` elements, in an order that depends on `count` alone.
@inline(__always)
func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var (a, b) = (FloatVector.zero, FloatVector.zero)
  var i = 0
  while i + 32 <= count {
    a += load(x + i)
    b += load(x + i + 16)
    i += 32
  }
  var total = horizontalSum(a + b)
  while i < count {
    total += x[i]
    i += 1
  }
  return total
}

/// The sum of products of `count` pairs.
@inline(__always)
func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
  var (a, b) = (FloatVector.zero, FloatVector.zero)
  var i = 0
  while i + 32 <= count {
    a += load(x + i) * load(y + i)
    b += load(x + i + 16) * load(y + i + 16)
    i += 32
  }
  var total = horizontalSum(a + b)
  while i < count {
    total += x[i] * y[i]
    i += 1
  }
  return total
}

/// The largest of `count` elements; minus infinity of none. Two are kept, since a comparison takes some
/// cycles.
@inline(__always)
func largest(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var (a, b) = (FloatVector(repeating: -.infinity), FloatVector(repeating: -.infinity))
  var i = 0
  while i + 32 <= count {
    let (v, w) = (load(x + i), load(x + i + 16))
    a = v.replacing(with: a, where: a .> v)
    b = w.replacing(with: b, where: b .> w)
    i += 32
  }
  var result = horizontalMaximum(b.replacing(with: a, where: a .> b))
  while i < count {
    result = Swift.max(result, x[i])
    i += 1
  }
  return result
}

/// Replaces each element x by e^(x - shift).
/// - Returns: the sum of the new elements.
@inline(__always)
func exponentiate(_ x: UnsafeMutablePointer<Float>, _ count: Int, minus shift: Float) -> Float {
  var total = FloatVector.zero
  var i = 0
  while i + 16 <= count {
    let e = exponential(load(x + i) - shift)
    store(e, x + i)
    total += e
    i += 16
  }
  var result = horizontalSum(total)
  while i < count {
    x[i] = exponential(x[i] - shift)
    result += x[i]
    i += 1
  }
  return result
}

/// The sum of e^(x - shift) of `count` elements.
@inline(__always)
func sumOfExponentials(_ x: UnsafePointer<Float>, _ count: Int, minus shift: Float) -> Float {
  var total = FloatVector.zero
  var i = 0
  while i + 16 <= count {
    total += exponential(load(x + i) - shift)
    i += 16
  }
  var result = horizontalSum(total)
  while i < count {
    result += exponential(x[i] - shift)
    i += 1
  }
  return result
}

/// Multiplies each element by `factor`.
@inline(__always)
func scale(_ x: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float) {
  for i in 0..<count { x[i] *= factor }
}

/// Adds `y` to `x`.
@inline(__always)
func accumulate(_ x: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) {
  for i in 0..<count { x[i] += y[i] }
}
