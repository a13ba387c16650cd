import Autograd
import Foundation

extension Logarithm: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.log(x) }
}
