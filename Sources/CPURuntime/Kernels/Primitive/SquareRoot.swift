import Autograd

extension SquareRoot: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x.squareRoot() }
}
