import Autograd
import Foundation

extension Logarithm: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel { unaryKernel(site) { Foundation.log($0) } }
}
