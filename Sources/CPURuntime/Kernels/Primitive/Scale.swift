import Autograd

extension Scale: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x * factor }
}
