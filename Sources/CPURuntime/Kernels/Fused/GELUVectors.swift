/// gelu(x) = x logistic(2 u) with u = sqrt(2 / pi) (x + 0.044715 x³), since (1 + tanh u) / 2 = logistic(2 u).
let geluSlope: Float = 1.595_769_12  // 2 sqrt(2 / pi)
let geluCubic: Float = 0.044_715

/// Calls `body` with the offset and the number of lanes of each vector of `range`.
@inline(__always)
func eachVector(_ range: Range<Int>, _ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
  for block in range { body(block * vectorWidth, min(vectorWidth, count - block * vectorWidth)) }
}

@inline(__always)
func loadLanes(_ pointer: UnsafePointer<Float>, _ lanes: Int) -> FloatVector {
  if lanes == vectorWidth { return load(pointer) }
  var vector = FloatVector.zero
  for lane in 0..<lanes { vector[lane] = pointer[lane] }
  return vector
}

@inline(__always)
func storeLanes(_ vector: FloatVector, _ pointer: UnsafeMutablePointer<Float>, _ lanes: Int) {
  if lanes == vectorWidth {
    store(vector, pointer)
  } else {
    for lane in 0..<lanes { pointer[lane] = vector[lane] }
  }
}
