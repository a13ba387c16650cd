import Autograd

extension Activation: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return switch function {
    case .tanhGELU: Self.kernel(TanhGELUGate.self, count)
    case .exactGELU: Self.kernel(ExactGELUGate.self, count)
    case .silu: Self.kernel(SiLUGate.self, count)
    }
  }

  private static func kernel<Gate: GateFunction>(_: Gate.Type, _ count: Int) -> Kernel {
    { call in
      let (input, y) = (call.input(0), call.output(0))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 8) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(input + offset, lanes)
          storeLanes(x * Gate.opening(x), y + offset, lanes)
        }
      }
    }
  }
}

extension ActivationGradient: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return switch function {
    case .tanhGELU: Self.kernel(TanhGELUGate.self, count)
    case .exactGELU: Self.kernel(ExactGELUGate.self, count)
    case .silu: Self.kernel(SiLUGate.self, count)
    }
  }

  private static func kernel<Gate: GateFunction>(_: Gate.Type, _ count: Int) -> Kernel {
    { call in
      let (input, dy, dx) = (call.input(0), call.input(1), call.output(0))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 8) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(input + offset, lanes)
          let slope = Gate.slope(x, opening: Gate.opening(x))
          storeLanes(loadLanes(dy + offset, lanes) * slope, dx + offset, lanes)
        }
      }
    }
  }
}
