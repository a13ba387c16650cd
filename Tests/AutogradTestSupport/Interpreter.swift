import Autograd

/// A tensor's elements in double precision, row-major; whole numbers for int32.
public struct Elements: Sendable {
  /// Element type and shape.
  public let type: TensorType
  /// The elements.
  public var values: [Double]

  /// A tensor.
  public init(_ type: TensorType, _ values: [Double]) {
    precondition(values.count == type.shape.count, "\(type) has not \(values.count) elements")
    self.type = type
    self.values = values
  }

  /// The dimensions.
  public var shape: Shape { type.shape }
  /// The elements as indices.
  var indices: [Int] { values.map { Int($0) } }
}

/// Runs programs as their operations are defined: in double precision, by naive loops, one value at a time.
///
/// Fused operations are run by their definitions.
public enum Interpreter {
  /// Runs a program once.
  /// - Parameter inputs: the elements of every input, by name.
  /// - Returns: the elements of every output and update, in the program's order.
  public static func run(_ program: Program, _ inputs: [String: [Double]]) -> [Elements] {
    let program = program.expandingFusedOperations()
    var values = [Elements?](repeating: nil, count: program.types.count)
    for input in program.inputs {
      values[input.value] = Elements(program.types[input.value], inputs[input.name]!)
    }
    for instruction in program.instructions {
      guard let operation = instruction.operation as? any InterpretedOperation else {
        preconditionFailure("the interpreter does not know \(instruction.operation.name)")
      }
      let operands = instruction.operands.map { values[$0]! }
      let results = instruction.results.map { program.types[$0] }
      for (result, elements) in zip(instruction.results, operation.evaluate(operands, results: results)) {
        values[result] = Elements(program.types[result], elements)
      }
    }
    return program.outputs.map { values[$0.value]! }
  }
}

/// A primitive operation as the interpreter knows it; nearly all have one result.
protocol InterpretedOperation: Operation {
  /// The elements of the only result.
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double]

  /// The elements of every result.
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]]
}

extension InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] {
    [evaluate(operands, result: results[0])]
  }
}
