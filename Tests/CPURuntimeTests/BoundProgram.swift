import Autograd
import AutogradTestSupport
import CPURuntime

/// A program prepared on the CPU runtime, with storage for its inputs.
final class BoundProgram {
  let program: Program
  let storage: [String: any TensorStorage]
  let prepared: any PreparedProgram

  init(_ program: Program, threads: Int) {
    let runtime = CPURuntime(threads: threads)
    self.program = program
    storage = Dictionary(
      uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
    prepared = runtime.prepare(program, storage: storage)
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
  func run() -> [Elements] {
    prepared.run()
    return program.outputs.map { output in
      let storage = output.isUpdate ? storage[output.name]! : prepared.output(output.name)
      switch storage.type.element {
      case .float32: return Elements(storage.type, storage.floats.map(Double.init))
      case .int32: return Elements(storage.type, storage.integers.map(Double.init))
      }
    }
  }

  /// Fills the inputs of a new preparation of `program` and runs it once.
  static func run(_ program: Program, _ inputs: [String: [Double]], threads: Int) -> [Elements] {
    let bound = BoundProgram(program, threads: threads)
    bound.set(inputs)
    return bound.run()
  }
}
