import Autograd
import AutogradTestSupport
import CPURuntime
import Testing

extension BoundProgram {
  /// Prepares a program on the CPU runtime.
  convenience init(_ program: Program, threads: Int) throws {
    try self.init(program, on: CPURuntime(threads: threads))
  }

  /// Fills the inputs of a new preparation of `program` and runs it once.
  static func run(_ program: Program, _ inputs: [String: [Double]], threads: Int) throws -> [Elements] {
    let bound = try BoundProgram(program, threads: threads)
    bound.set(inputs)
    return try bound.run()
  }
}

/// Expects two tensors to agree (`Elements.disagreement`).
func expectAgreement(
  _ actual: Elements, _ expected: Elements, tolerance: Double = 1e-5, magnitude: Double = 0,
  _ what: @autoclosure () -> String,
  at location: SourceLocation = #_sourceLocation
) {
  let found = actual.disagreement(with: expected, tolerance: tolerance, magnitude: magnitude)
  #expect(found == nil, "\(what()): \(found ?? "")", sourceLocation: location)
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
