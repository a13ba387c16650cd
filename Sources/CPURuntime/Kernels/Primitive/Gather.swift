import Autograd

extension Gather: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, width) = (site.operands[1].shape.count, site.operands[0].shape.innermost)
    return { call in
      let (table, indices, y) = (call.input(0), call.integers(1), call.output(0))
      call.pool.split(count, grain: max(1, elementwiseGrain / width)) { _, range in
        for i in range { (y + i * width).update(from: table + Int(indices[i]) * width, count: width) }
      }
    }
  }
}
