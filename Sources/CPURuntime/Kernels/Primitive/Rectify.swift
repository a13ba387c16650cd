import Autograd

extension Rectify: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x < 0 ? 0 : x }
}
