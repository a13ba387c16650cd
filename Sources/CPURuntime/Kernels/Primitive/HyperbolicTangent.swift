import Autograd
import Foundation

extension HyperbolicTangent: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { unaryKernel(site) { Foundation.tanh($0) } }
}
