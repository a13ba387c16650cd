import Autograd

extension Subtract: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a - b }
}
