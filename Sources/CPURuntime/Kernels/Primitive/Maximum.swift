import Autograd

extension Maximum: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { binaryKernel(site) { $0 < $1 ? $1 : $0 } }
}
