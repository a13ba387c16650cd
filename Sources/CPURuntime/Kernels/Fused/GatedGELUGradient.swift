import Autograd

extension GatedGELUGradient: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 1)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (gate, linear, dy) = (call.input(0), call.input(1), call.input(2))
      let (dGate, dLinear) = (call.output(0), call.output(1))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 4) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let g = loadLanes(dy + offset, lanes)
          let l = loadLanes(linear + offset, lanes)
          let s = logistic(x * (x * x * geluCubic + 1) * geluSlope)
          // d/dx of x s(v(x)) = s + x s (1 - s) v'(x)
          let slope = (x * x * (3 * geluCubic) + 1) * geluSlope
          storeLanes(g * l * (s + x * s * (1 - s) * slope), dGate + offset, lanes)
          storeLanes(g * x * s, dLinear + offset, lanes)
        }
      }
    }
  }
}
