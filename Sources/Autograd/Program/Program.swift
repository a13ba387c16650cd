/// A recorded computation: operations over values of static shape, in an order in which they can run.
///
/// A program is data. It can be printed, costed, transformed and given to any runtime.
public struct Program: Sendable {
  /// The number of a value within its program.
  public typealias ValueID = Int

  /// One operation at work on values.
  public struct Instruction: Sendable {
    /// What is computed.
    public let operation: any Operation
    /// The values it reads.
    public let operands: [ValueID]
    /// The values it makes.
    public let results: [ValueID]
  }

  /// A value that is given from outside.
  public struct Input: Sendable {
    /// The name by which storage is bound to it.
    public let name: String
    /// The value.
    public let value: ValueID
  }

  /// A value that is wanted outside.
  public struct Output: Sendable {
    /// The name by which it is read; for an update, the name of the input that it replaces.
    public let name: String
    /// The value.
    public let value: ValueID
    /// Whether the value replaces the input of the same name, so that the next run reads it there.
    public let isUpdate: Bool
  }

  /// The type of every value, by its number.
  public internal(set) var types: [TensorType]
  /// The inputs, in the order in which they were declared.
  public internal(set) var inputs: [Input]
  /// The instructions, in running order.
  public internal(set) var instructions: [Instruction]
  /// The outputs, in the order in which they were declared.
  public internal(set) var outputs: [Output]
  /// In which order sums run.
  public internal(set) var summation: Summation = .bySize

  /// The input called `name`.
  public func input(named name: String) -> Input? { inputs.first { $0.name == name } }

  /// The cost of one run.
  public var cost: Cost {
    instructions.reduce(.zero) { sum, instruction in
      sum
        + instruction.operation.cost(
          operands: instruction.operands.map { types[$0] }, results: instruction.results.map { types[$0] })
    }
  }
}

extension Program: CustomStringConvertible {
  /// The program as text, one value or instruction a line.
  public var description: String {
    var lines = inputs.map { "%\($0.value): \(types[$0.value]) = input \"\($0.name)\"" }
    for instruction in instructions {
      let results = instruction.results.map { "%\($0): \(types[$0])" }.joined(separator: ", ")
      let operands = instruction.operands.map { "%\($0)" }.joined(separator: ", ")
      let attributes = instruction.operation.attributes
      let suffix = attributes.isEmpty ? "" : " {\(attributes)}"
      lines.append("\(results) = \(instruction.operation.name)(\(operands))\(suffix)")
    }
    lines += outputs.map { "\($0.isUpdate ? "update" : "output") \"\($0.name)\" %\($0.value)" }
    return lines.joined(separator: "\n")
  }
}

extension Program {
  /// In which order the sums of a program's products run.
  ///
  /// Floating-point sums depend on their order. With a fixed one a row's result is the same, bit for bit,
  /// whatever other rows are computed with it, wherever it stands among them, and however many threads share
  /// the work. The two fixed orders differ from each other.
  public enum Summation: Sendable, Hashable {
    /// Whatever is fastest for the sizes of each product.
    case bySize
    /// A fixed order that suits products of many rows.
    case fixed
    /// A fixed order that suits products of few rows, whose time is that of reading the weights.
    case fixedForFewRows
  }
}
