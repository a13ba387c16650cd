import Autograd

extension Rectify: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { unaryKernel(site) { $0 < 0 ? 0 : $0 } }
}
