import Autograd

extension ReciprocalSquareRoot: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { unaryKernel(site) { 1 / $0.squareRoot() } }
}
