import Autograd

extension Select: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(1, 0), (2, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (condition, a, b, y) = (call.integers(0), call.input(1), call.input(2), call.output(0))
      call.pool.split(count, grain: elementwiseGrain) { _, range in
        for i in range { y[i] = condition[i] != 0 ? a[i] : b[i] }
      }
    }
  }
}
