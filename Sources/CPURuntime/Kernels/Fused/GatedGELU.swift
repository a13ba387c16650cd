import Autograd

/// gelu(x) = x logistic(2 u) with u = sqrt(2 / pi) (x + 0.044715 x³), since (1 + tanh u) / 2 = logistic(2 u).
private let doubledRoot: Float = 1.595_769_12  // 2 sqrt(2 / pi)
private let cubic: Float = 0.044_715

extension GatedGELU: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (gate, linear, y) = (call.input(0), call.input(1), call.output(0))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 4) { _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let value = x * logistic(x * (x * x * cubic + 1) * doubledRoot)
          storeLanes(value * loadLanes(linear + offset, lanes), y + offset, lanes)
        }
      }
    }
  }
}

extension GatedGELUGradient: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 1)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (gate, linear, dy) = (call.input(0), call.input(1), call.input(2))
      let (dGate, dLinear) = (call.output(0), call.output(1))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 4) { _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let g = loadLanes(dy + offset, lanes)
          let l = loadLanes(linear + offset, lanes)
          let s = logistic(x * (x * x * cubic + 1) * doubledRoot)
          // d/dx of x s(v(x)) = s + x s (1 - s) v'(x)
          let slope = (x * x * (3 * cubic) + 1) * doubledRoot
          storeLanes(g * l * (s + x * s * (1 - s) * slope), dGate + offset, lanes)
          storeLanes(g * x * s, dLinear + offset, lanes)
        }
      }
    }
  }
}

/// Calls `body` with the offset and the number of lanes of each vector of `range`.
@inline(__always)
private func eachVector(_ range: Range<Int>, _ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
  for block in range { body(block * vectorWidth, min(vectorWidth, count - block * vectorWidth)) }
}

@inline(__always)
private func loadLanes(_ pointer: UnsafePointer<Float>, _ lanes: Int) -> FloatVector {
  if lanes == vectorWidth { return load(pointer) }
  var vector = FloatVector.zero
  for lane in 0..<lanes { vector[lane] = pointer[lane] }
  return vector
}

@inline(__always)
private func storeLanes(_ vector: FloatVector, _ pointer: UnsafeMutablePointer<Float>, _ lanes: Int) {
  if lanes == vectorWidth {
    store(vector, pointer)
  } else {
    for lane in 0..<lanes { pointer[lane] = vector[lane] }
  }
}
