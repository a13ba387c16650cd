import Autograd

extension RMSNorm: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width, epsilon) = (
      site.operands[0].shape.outerCount, site.operands[0].shape.innermost, epsilon
    )
    return { call in
      let (x, weight, y, inverse) = (call.input(0), call.input(1), call.output(0), call.output(1))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          let (from, to) = (x + row * width, y + row * width)
          let r = 1 / (dot(from, from, width) / Float(width) + epsilon).squareRoot()
          inverse[row] = r
          for i in 0..<width { to[i] = from[i] * r * weight[i] }
        }
      }
    }
  }
}
