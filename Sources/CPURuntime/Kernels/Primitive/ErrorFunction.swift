import Autograd
import Foundation

extension ErrorFunction: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.erf(x) }
}
