import Autograd

extension Centering: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          let (from, to) = (x + row * width, y + row * width)
          let mean = sum(from, width) / Float(width)
          for i in 0..<width { to[i] = from[i] - mean }
        }
      }
    }
  }
}
