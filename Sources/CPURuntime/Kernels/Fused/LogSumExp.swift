import Autograd
import Foundation

extension LogSumExp: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          let start = x + row * width
          let maximum = largest(start, width)
          y[row] = Foundation.log(sumOfExponentials(start, width, minus: maximum)) + maximum
        }
      }
    }
  }
}
