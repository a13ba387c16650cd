import Autograd

extension ReduceMaximum: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range { y[row] = largest(x + row * width, width) }
      }
    }
  }
}
