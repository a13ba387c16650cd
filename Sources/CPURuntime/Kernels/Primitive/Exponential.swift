import Autograd
import Foundation

extension Exponential: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.exp(x) }
}
