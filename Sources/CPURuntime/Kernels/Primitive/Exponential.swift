import Autograd
import Foundation

extension Exponential: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { unaryKernel(site) { Foundation.exp($0) } }
}
