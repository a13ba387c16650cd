import Autograd

extension GatedLinearUnit: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return switch activation {
    case .tanhGELU: Self.kernel(TanhGELUGate.self, count)
    case .exactGELU: Self.kernel(ExactGELUGate.self, count)
    case .silu: Self.kernel(SiLUGate.self, count)
    }
  }

  private static func kernel<Gate: GateFunction>(_: Gate.Type, _ count: Int) -> Kernel {
    { call in
      let (gate, linear, y) = (call.input(0), call.input(1), call.output(0))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 8) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let value = x * Gate.opening(x)
          storeLanes(value * loadLanes(linear + offset, lanes), y + offset, lanes)
        }
      }
    }
  }
}

extension GatedLinearUnitGradient: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 1)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return switch activation {
    case .tanhGELU: Self.kernel(TanhGELUGate.self, count)
    case .exactGELU: Self.kernel(ExactGELUGate.self, count)
    case .silu: Self.kernel(SiLUGate.self, count)
    }
  }

  private static func kernel<Gate: GateFunction>(_: Gate.Type, _ count: Int) -> Kernel {
    { call in
      let (gate, linear, dy) = (call.input(0), call.input(1), call.input(2))
      let (dGate, dLinear) = (call.output(0), call.output(1))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 4) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let g = loadLanes(dy + offset, lanes)
          let l = loadLanes(linear + offset, lanes)
          let s = Gate.opening(x)
          storeLanes(g * l * Gate.slope(x, opening: s), dGate + offset, lanes)
          storeLanes(g * x * s, dLinear + offset, lanes)
        }
      }
    }
  }
}

/// Calls `body` with the offset and the number of lanes of each vector of `range`.
@inline(__always)
func eachVector(_ range: Range<Int>, _ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
  for block in range { body(block * vectorWidth, min(vectorWidth, count - block * vectorWidth)) }
}
