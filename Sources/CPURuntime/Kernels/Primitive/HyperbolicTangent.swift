import Autograd
import Foundation

extension HyperbolicTangent: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.tanh(x) }
}
