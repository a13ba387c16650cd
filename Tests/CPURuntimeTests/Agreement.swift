import AutogradTestSupport
import Testing

/// Expects two tensors to agree.
///
/// An element may be off by `tolerance` times the larger of its own size and the tensor's root mean square: sums
/// of numbers of both signs are as exact as their terms, not as their result. `magnitude` is that of the terms where
/// the tensor's own elements do not tell it.
func expectAgreement(
  _ actual: Elements, _ expected: Elements, tolerance: Double = 1e-5, magnitude: Double = 0,
  _ what: @autoclosure () -> String,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(actual.type == expected.type, "\(what())", sourceLocation: location)
  guard actual.type == expected.type, !expected.values.isEmpty else { return }
  let meanSquare = expected.values.reduce(0) { $0 + $1 * $1 } / Double(expected.values.count)
  let scale = max(meanSquare.squareRoot(), magnitude)
  var worst = (element: 0, excess: 0.0)
  for (element, (a, b)) in zip(actual.values, expected.values).enumerated() where a != b {
    let excess = abs(a - b) / max(abs(b), scale)
    if !(excess <= worst.excess) { worst = (element, excess) }
  }
  #expect(
    worst.excess <= tolerance,
    "\(what()): element \(worst.element) is \(actual.values[worst.element]), not \(expected.values[worst.element])",
    sourceLocation: location)
}

/// Expects every output of a program to agree.
func expectAgreement(
  _ actual: [Elements], _ expected: [Elements], tolerance: Double = 1e-5, magnitude: Double = 0,
  outputs: [String], _ what: String,
  at location: SourceLocation = #_sourceLocation
) {
  for (name, (a, b)) in zip(outputs, zip(actual, expected)) {
    expectAgreement(a, b, tolerance: tolerance, magnitude: magnitude, "\(what), \(name)", at: location)
  }
}
