import Autograd

extension Offset: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x + amount }
}
