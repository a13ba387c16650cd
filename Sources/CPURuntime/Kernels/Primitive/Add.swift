import Autograd

extension Add: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a + b }
}
