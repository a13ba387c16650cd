import Autograd

extension Offset: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let amount = amount
    return unaryKernel(site) { $0 + amount }
  }
}
