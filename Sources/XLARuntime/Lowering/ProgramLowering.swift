import Autograd

/// Lowers a program, instruction by instruction.
///
/// With bfloat16 arithmetic an activation is rounded where it is made, and every instruction that computes with it reads float32
/// numbers again: the compiler joins these conversions with the computation, so that memory holds bfloat16 alone.
struct ProgramLowering {
  let emitter: Emitter
  /// What each value is in the text; those that are kept as bfloat16 have that type.
  private(set) var values: [Program.ValueID: HLOValue] = [:]
  private let program: Program
  private let sharding: Sharding
  private let arguments: [Program.Input]
  private let scalarArguments: [Program.Input]

  /// Declares the function's arguments and adds the lines of all instructions.
  init(_ program: Program, _ options: LoweringOptions, _ sharding: Sharding = Sharding()) {
    (self.program, self.sharding) = (program, sharding)
    emitter = Emitter(options)
    let replaced = Set(program.outputs.filter(\.isUpdate).map(\.name))
    func isScalar(_ input: Program.Input) -> Bool {
      program.types[input.value] == .float32([]) && !replaced.contains(input.name)
    }
    arguments = program.inputs.filter { !isScalar($0) }
    scalarArguments = program.inputs.filter(isScalar)
    for (index, input) in arguments.enumerated() {
      values[input.value] = emitter.argument("%arg\(index)", HLOType(program.types[input.value]))
    }
    if !scalarArguments.isEmpty {
      let vector = emitter.argument("%scalars", scalarType)
      for (index, input) in scalarArguments.enumerated() {
        values[input.value] = vector.sliced(0, index..<index + 1).reshaped(to: [])
      }
    }
    let rounds = options.arithmetic == .bfloat16
    let rounded = rounds ? program.roundedValues : []
    for instruction in program.instructions {
      emitter.roundsFactors = rounds && instruction.operation.hasRoundedProducts
      let staysRounded =
        instruction.operation.movesAlone
        && (instruction.operands + instruction.results).allSatisfy(rounded.contains)
      let operands = instruction.operands.map { value in
        staysRounded || !rounded.contains(value) ? values[value]! : values[value]!.converted(to: .float32)
      }
      let results = Self.results(of: instruction, operands, in: program, emitter)
      for (value, result) in zip(instruction.results, results) {
        values[value] = rounded.contains(value) ? result.converted(to: .bfloat16) : result
      }
    }
    emitter.roundsFactors = false
  }

  private var scalarType: HLOType { HLOType([scalarArguments.count], .float32) }

  /// Adds the lines of an instruction.
  /// - Returns: its results.
  private static func results(
    of instruction: Program.Instruction, _ operands: [HLOValue], in program: Program, _ emitter: Emitter
  ) -> [HLOValue] {
    let results: [HLOValue]
    if let operation = instruction.operation as? any XLAOperation {
      results = operation.lower(operands, emitter)
    } else if let fused = instruction.operation as? any FusedOperation {
      results = define(fused, instruction.operands.map { program.types[$0] }, operands, emitter)
    } else {
      preconditionFailure("there is no StableHLO for \(instruction.operation.name)")
    }
    let shapes = instruction.results.map { program.types[$0].shape.dimensions }
    precondition(
      results.map(\.dimensions) == shapes, "\(instruction.operation.name) gives \(results.map(\.type))")
    return results
  }

  /// The results of a fused operation, by its definition.
  private static func define(
    _ operation: any FusedOperation, _ types: [TensorType], _ operands: [HLOValue], _ emitter: Emitter
  ) -> [HLOValue] {
    let definition = operation.definitionProgram(for: types)
    var values = Dictionary(uniqueKeysWithValues: zip(definition.inputs.map(\.value), operands))
    for instruction in definition.instructions {
      let results = results(
        of: instruction, instruction.operands.map { values[$0]! }, in: definition, emitter)
      for (value, result) in zip(instruction.results, results) { values[value] = result }
    }
    return definition.outputs.map { values[$0.value]! }
  }

  /// The program with its outputs.
  func program(donating donated: Set<String>) -> LoweredProgram {
    func isScalar(_ output: Program.Output) -> Bool {
      program.types[output.value] == .float32([]) && !output.isUpdate
    }
    let results = program.outputs.filter { !isScalar($0) }
    let scalars = program.outputs.filter(isScalar)
    var given = results.map { values[$0.value]! }
    if !scalars.isEmpty {
      given.append(emitter.concatenated(scalars.map { values[$0.value]!.reshaped(to: [1]) }, 0))
    }
    let aliases = arguments.map { input -> String in
      guard donated.contains(input.name),
        let place = results.firstIndex(where: { $0.isUpdate && $0.name == input.name })
      else { return "" }
      return "tf.aliasing_output = \(place) : i32"
    }
    let names = results.map { $0.isUpdate ? $0.name : nil }
    return LoweredProgram(
      text: text(given, names, aliases), arguments: arguments, scalarArguments: scalarArguments,
      results: results,
      scalarResults: scalars)
  }

  /// The program with a single result, which is none of its outputs.
  func program(giving value: HLOValue) -> LoweredProgram {
    LoweredProgram(
      text: text([value], [nil], arguments.map { _ in "" }), arguments: arguments,
      scalarArguments: scalarArguments,
      results: [], scalarResults: [])
  }

  /// - Parameters:
  ///   - names: the names of the updates among the results.
  ///   - aliases: for each argument, whose memory it gives away.
  private func text(_ results: [HLOValue], _ names: [String?], _ aliases: [String]) -> String {
    func braced(_ attributes: [String]) -> String {
      let some = attributes.filter { !$0.isEmpty }
      return some.isEmpty ? "" : " {\(some.joined(separator: ", "))}"
    }
    var parameters = zip(arguments, aliases).enumerated().map { index, argument in
      let (input, alias) = argument
      let type = HLOType(program.types[input.value])
      return "%arg\(index): \(type)" + braced([sharding.attribute(of: input.name, type), alias])
    }
    if !scalarArguments.isEmpty {
      parameters.append("%scalars: \(scalarType)" + braced([sharding.attribute(of: nil, scalarType)]))
    }
    // The vector of scalars comes behind the results that have names.
    let given = results.enumerated().map { place, result in
      let name = names.indices.contains(place) ? names[place] : nil
      return "\(result.type)" + braced([sharding.attribute(of: name, result.type)])
    }
    return """
      module @program {
      \(sharding.mesh)func.func public @main(\(parameters.joined(separator: ", "))) -> (\(given.joined(separator: ", "))) {
      \(emitter.body())
        return \(results.map(\.name).joined(separator: ", ")) : \(results.map { "\($0.type)" }.joined(separator: ", "))
      }
      }

      """
  }
}
