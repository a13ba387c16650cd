import Autograd

extension GatedGELU: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (gate, linear, y) = (call.input(0), call.input(1), call.output(0))
      call.pool.split((count + vectorWidth - 1) / vectorWidth, grain: elementwiseGrain / vectorWidth / 8) {
        _, range in
        eachVector(range, count) { offset, lanes in
          let x = loadLanes(gate + offset, lanes)
          let value = x * logistic(x * (x * x * geluCubic + 1) * geluSlope)
          storeLanes(value * loadLanes(linear + offset, lanes), y + offset, lanes)
        }
      }
    }
  }
}
