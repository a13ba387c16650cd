import Autograd

extension Divide: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a / b }
}
