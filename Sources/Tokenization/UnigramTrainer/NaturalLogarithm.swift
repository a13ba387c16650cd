/// A natural logarithm from sums and products alone, so that it is the same to the last bit on every machine;
/// the system's may differ with the processor.
enum NaturalLogarithm {
  private static let ofTwo = 0x1.62e42fefa39efp-1
  private static let squareRootOfTwo = 0x1.6a09e667f3bcdp0

  /// The logarithm of a positive, finite, normal number, to about 1e-15.
  ///
  /// x = m 2^e with m in [1/sqrt 2, sqrt 2]; ln m = 2 artanh z with z = (m - 1) / (m + 1), as a series in z.
  static func of(_ x: Double) -> Double {
    var fraction = x.significand
    var exponent = Double(x.exponent)
    if fraction > squareRootOfTwo {
      fraction /= 2
      exponent += 1
    }
    let z = (fraction - 1) / (fraction + 1)
    let square = z * z
    var sum = 0.0
    for term in stride(from: 21.0, through: 1.0, by: -2.0) { sum = sum * square + 1 / term }
    return exponent * ofTwo + 2 * z * sum
  }
}
