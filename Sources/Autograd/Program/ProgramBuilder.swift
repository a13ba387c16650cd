/// Records a program (tracing): model code runs once and every operation that it applies is appended.
///
/// A builder belongs to one thread and one recording.
public final class ProgramBuilder {
  private(set) var program = Program(types: [], inputs: [], instructions: [], outputs: [])
  /// The instructions that reverse mode computes again instead of keeping what they make, in running order.
  private(set) var recomputedRegions: [Range<Int>] = []
  private var isInRecomputedRegion = false
  private var dropoutStreams: UInt32 = 0

  /// In which order the program's sums run.
  public var summation: Program.Summation { program.summation }

  /// An empty recording.
  /// - Parameter summation: in which order the program's sums run.
  public init(summation: Program.Summation = .bySize) { program.summation = summation }

  /// Records a program.
  /// - Parameters:
  ///   - summation: in which order its sums run.
  ///   - body: declares inputs, applies operations, declares outputs.
  public static func record(
    summation: Program.Summation = .bySize, _ body: (ProgramBuilder) throws -> Void
  ) rethrows -> Program {
    let builder = ProgramBuilder(summation: summation)
    try body(builder)
    return builder.finish()
  }

  /// Declares a value that is given from outside under `name`, which must be new.
  public func input(_ name: String, _ type: TensorType) -> Tensor {
    precondition(program.input(named: name) == nil, "the input '\(name)' is declared twice")
    let tensor = makeValue(type)
    program.inputs.append(.init(name: name, value: tensor.id))
    return tensor
  }

  /// Declares that `tensor` is wanted outside under `name`.
  public func output(_ name: String, _ tensor: Tensor) {
    program.outputs.append(.init(name: name, value: tensor.id, isUpdate: false))
  }

  /// Declares that `tensor` replaces the input called `name`, of the same type, at the end of a run.
  public func update(_ name: String, with tensor: Tensor) {
    guard let input = program.input(named: name) else {
      preconditionFailure("there is no input '\(name)' to update")
    }
    let type = program.types[input.value]
    precondition(type == tensor.type, "the input '\(name)' is \(type) but its update is \(tensor.type)")
    program.outputs.append(.init(name: name, value: tensor.id, isUpdate: true))
  }

  /// Appends an operation.
  ///
  /// Shapes are decided by model code, never by user data, so operands that break the shape rule are a
  /// programmer's error and trap with the rule's message.
  public func apply(_ operation: some Operation, _ operands: [Tensor]) -> [Tensor] {
    precondition(operands.allSatisfy { $0.builder === self }, "an operand belongs to another program")
    let types: [TensorType]
    do {
      types = try operation.resultTypes(of: operands.map(\.type))
    } catch {
      preconditionFailure(error.description)
    }
    let results = types.map(makeValue)
    program.instructions.append(
      .init(operation: operation, operands: operands.map(\.id), results: results.map(\.id)))
    return results
  }

  /// Records `body` as a region whose values reverse mode computes again, so that only what crosses its
  /// borders is kept (Chen et al. 2016). A region within another is a part of that one.
  ///
  /// Random numbers are a function of key and stream, so the copies give the same bits.
  /// - Parameter condition: without it `body` is recorded as ever.
  public func recomputing<Result>(if condition: Bool = true, _ body: () throws -> Result) rethrows -> Result {
    guard condition, !isInRecomputedRegion else { return try body() }
    isInRecomputedRegion = true
    let start = program.instructions.count
    defer {
      isInRecomputedRegion = false
      if start < program.instructions.count {
        recomputedRegions.append(start..<program.instructions.count)
      }
    }
    return try body()
  }

  /// A number for the next operation that draws random numbers; no two of a program share theirs.
  public func nextRandomStream() -> UInt32 {
    defer { dropoutStreams += 1 }
    return dropoutStreams
  }

  /// The finished program, without what no output needs and with updates as early as they can be.
  public func finish() -> Program { program.removingDeadInstructions().hoistingUpdates() }

  func tensor(_ id: Program.ValueID) -> Tensor { Tensor(builder: self, id: id, type: program.types[id]) }

  private func makeValue(_ type: TensorType) -> Tensor {
    program.types.append(type)
    return tensor(program.types.count - 1)
  }
}

/// A symbolic tensor: a value of a program that is being recorded.
///
/// It holds no numbers. Arithmetic on tensors appends operations to the program of their `builder`.
public struct Tensor {
  /// The program under construction that this value belongs to.
  public let builder: ProgramBuilder
  /// The value's number in that program.
  public let id: Program.ValueID
  /// Element type and shape.
  public let type: TensorType

  /// The dimensions.
  public var shape: Shape { type.shape }
}

extension Tensor: CustomStringConvertible {
  /// `%12: float32[2, 3]`.
  public var description: String { "%\(id): \(type)" }
}
