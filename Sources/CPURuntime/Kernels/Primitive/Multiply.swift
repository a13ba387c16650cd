import Autograd

extension Multiply: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a * b }
}
