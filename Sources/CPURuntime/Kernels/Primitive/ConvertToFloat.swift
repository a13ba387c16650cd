import Autograd

extension ConvertToFloat: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (x, y) = (call.integers(0), call.output(0))
      for i in 0..<count { y[i] = Float(x[i]) }
    }
  }
}
