import Autograd

extension ArgumentMaximum: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    let candidates = candidates
    return { call in
      let (x, y) = (call.input(0), call.integerOutput(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          let start = x + row * width
          let best = largest(start, candidates)
          var index = 0
          while index < candidates - 1, start[index] != best { index += 1 }
          y[row] = Int32(truncatingIfNeeded: index)
        }
      }
    }
  }
}
