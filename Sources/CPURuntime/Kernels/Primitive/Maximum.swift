import Autograd

extension Maximum: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a < b ? b : a }
}
