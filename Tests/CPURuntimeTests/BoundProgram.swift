import Autograd
import AutogradTestSupport
import CPURuntime
import Testing

/// A program prepared on the CPU runtime, with storage for its inputs.
final class BoundProgram {
  let program: Program
  let storage: [String: any TensorStorage]
  let prepared: any PreparedProgram

  /// - Throws: what the runtime throws.
  init(_ program: Program, threads: Int) throws {
    let runtime: any Runtime = CPURuntime(threads: threads)
    self.program = program
    storage = Dictionary(
      uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
    prepared = try runtime.prepare(program, storage: storage)
  }

  /// Fills inputs.
  func set(_ inputs: [String: [Double]]) {
    for (name, values) in inputs {
      guard let storage = storage[name] else { continue }
      switch storage.type.element {
      case .float32: storage.set(values.map { Float($0) })
      case .int32: storage.set(values.map { Int32($0) })
      }
    }
  }

  /// Runs once.
  /// - Returns: the elements of every output and update, in the program's order.
  @discardableResult
  func run() throws -> [Elements] {
    try prepared.run()
    return program.outputs.map { output in
      let storage = output.isUpdate ? storage[output.name]! : prepared.output(output.name)
      switch storage.type.element {
      case .float32: return Elements(storage.type, storage.floats.map(Double.init))
      case .int32: return Elements(storage.type, storage.integers.map(Double.init))
      }
    }
  }

  /// Fills the inputs of a new preparation of `program` and runs it once.
  static func run(_ program: Program, _ inputs: [String: [Double]], threads: Int) throws -> [Elements] {
    let bound = try BoundProgram(program, threads: threads)
    bound.set(inputs)
    return try bound.run()
  }
}

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
