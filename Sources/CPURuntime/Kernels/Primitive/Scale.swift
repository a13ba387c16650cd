import Autograd

extension Scale: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let factor = factor
    return unaryKernel(site) { $0 * factor }
  }
}
