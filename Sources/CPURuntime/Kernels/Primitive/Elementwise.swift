import Autograd
import Foundation

/// A kernel of an operation of two tensors, element by element.
///
/// The function of one element is a requirement, not a closure: the compiler makes a loop for each conforming type,
/// with the function in it, and the loop into vectors. A closure it would call for each element.
protocol BinaryKernel: CPUOperation {
  /// An element of the result.
  func value(_ a: Float, _ b: Float) -> Float
}

extension BinaryKernel {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (1, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (a, b, y) = (call.input(0), call.input(1), call.output(0))
      call.pool.split(count, grain: elementwiseGrain) { _, range in
        for i in range { y[i] = value(a[i], b[i]) }
      }
    }
  }
}

extension Add: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a + b }
}

extension Subtract: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a - b }
}

extension Multiply: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a * b }
}

extension Divide: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a / b }
}

extension Maximum: BinaryKernel {
  @inline(__always)
  func value(_ a: Float, _ b: Float) -> Float { a < b ? b : a }
}

/// A kernel of an operation of one tensor, element by element.
protocol UnaryKernel: CPUOperation {
  /// An element of the result.
  func value(_ x: Float) -> Float
}

extension UnaryKernel {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(count, grain: elementwiseGrain) { _, range in
        for i in range { y[i] = value(x[i]) }
      }
    }
  }
}

extension Scale: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x * factor }
}

extension Offset: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x + amount }
}

extension Exponential: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.exp(x) }
}

extension Logarithm: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.log(x) }
}

extension SquareRoot: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x.squareRoot() }
}

extension ReciprocalSquareRoot: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { 1 / x.squareRoot() }
}

extension HyperbolicTangent: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.tanh(x) }
}

extension ErrorFunction: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { Foundation.erf(x) }
}

extension Rectify: UnaryKernel {
  @inline(__always)
  func value(_ x: Float) -> Float { x < 0 ? 0 : x }
}
