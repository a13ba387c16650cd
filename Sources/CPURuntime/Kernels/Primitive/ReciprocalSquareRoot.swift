import Autograd

extension ReciprocalSquareRoot: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { 1 / x.squareRoot() }
}
