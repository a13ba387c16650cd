import Autograd

/// A program prepared on a runtime, with storage for its inputs.
public final class BoundProgram {
  /// The program.
  public let program: Program
  /// The storage of each input, by name.
  public let storage: [String: any TensorStorage]
  /// What is run.
  public let prepared: any PreparedProgram

  /// Prepares a program.
  /// - Throws: what the runtime throws.
  public init(_ program: Program, on runtime: any Runtime) throws {
    self.program = program
    storage = Dictionary(
      uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
    prepared = try runtime.prepare(program, storage: storage)
  }

  /// Fills inputs.
  public func set(_ inputs: [String: [Double]]) {
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
  /// - Throws: what the runtime throws.
  @discardableResult
  public func run() throws -> [Elements] {
    try prepared.run()
    return program.outputs.map { output in
      let storage = output.isUpdate ? storage[output.name]! : prepared.output(output.name)
      switch storage.type.element {
      case .float32: return Elements(storage.type, storage.floats.map(Double.init))
      case .int32: return Elements(storage.type, storage.integers.map(Double.init))
      }
    }
  }
}

extension Elements {
  /// What is wrong with these elements where others were expected; `nil` where they agree.
  ///
  /// An element may be off by `tolerance` times the larger of its own size and the tensor's root mean square: sums
  /// of numbers of both signs are as exact as their terms, not as their result.
  /// - Parameter magnitude: that of the terms where the tensor's own elements do not tell it.
  public func disagreement(
    with expected: Elements, tolerance: Double = 1e-5, magnitude: Double = 0
  ) -> String? {
    if type != expected.type { return "is \(type), not \(expected.type)" }
    if expected.values.isEmpty { return nil }
    let meanSquare = expected.values.reduce(0) { $0 + $1 * $1 } / Double(expected.values.count)
    let scale = max(meanSquare.squareRoot(), magnitude)
    var worst = (element: 0, excess: 0.0)
    for (element, (a, b)) in zip(values, expected.values).enumerated() where a != b {
      let excess = abs(a - b) / max(abs(b), scale)
      if !(excess <= worst.excess) { worst = (element, excess) }
    }
    if worst.excess <= tolerance { return nil }
    return "element \(worst.element) is \(values[worst.element]), not \(expected.values[worst.element])"
  }
}
