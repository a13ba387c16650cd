import Autograd

/// A program as StableHLO text, with what its function takes and gives.
///
/// float32 scalars that no update replaces travel together, as one vector in and one out: a training step has two for
/// each of hundreds of parameters, and a copy to or from a device takes as long for one number as for a thousand.
struct LoweredProgram: Sendable {
  /// A module with one function, `main`.
  let text: String
  /// The inputs that the function takes, in order.
  let arguments: [Program.Input]
  /// The scalar inputs, in the order in which they stand in the vector that is the last argument; none for no such
  /// argument.
  let scalarArguments: [Program.Input]
  /// The outputs that the function gives, in order.
  let results: [Program.Output]
  /// The scalar outputs, in the order in which they stand in the vector that is the last result; none for no such
  /// result.
  let scalarResults: [Program.Output]
}

extension Program {
  /// The program as text.
  /// - Parameters:
  ///   - sharding: the devices that run it together, and what each has.
  ///   - donated: the inputs whose memory the update that replaces them may be written to, by name.
  func lowered(
    _ options: LoweringOptions = LoweringOptions(), _ sharding: Sharding = Sharding(),
    donating donated: Set<String> = []
  ) -> LoweredProgram {
    ProgramLowering(self, options, sharding).program(donating: donated)
  }

  /// The program up to one of its float32 values, which is all that it gives, to every device.
  func lowered(_ options: LoweringOptions, _ sharding: Sharding, upTo value: ValueID) -> LoweredProgram {
    let lowering = ProgramLowering(self, options, sharding)
    return lowering.program(giving: lowering.values[value]!.converted(to: .float32))
  }

  /// The program with one result, int32 `[]`: the number, among `floats`, of the first that has an element that is not
  /// finite; as many as there are where all are finite.
  func loweredToFirstNonFinite(_ options: LoweringOptions, _ sharding: Sharding) -> LoweredProgram {
    let lowering = ProgramLowering(self, options, sharding)
    let emitter = lowering.emitter
    let flags = floats.map { place -> HLOValue in
      let value = lowering.values[instructions[place.instruction].results[place.result]]!
      return value.unary(.isFinite).reduced(.and, over: Array(0..<value.rank)).reshaped(to: [1])
    }
    guard !flags.isEmpty else { return lowering.program(giving: emitter.constant(0, .int32)) }
    let numbers = emitter.iota([flags.count], axis: 0)
    let first = emitter.concatenated(flags, 0).select(numbers.filled(whole: flags.count), else: numbers)
      .reduced(.minimum, over: [0])
    return lowering.program(giving: first)
  }

  /// The float32 results of all instructions, in running order. Of one instruction a scalar comes last: beside results
  /// with a place it says the least of where.
  var floats: [(instruction: Int, result: Int)] {
    instructions.enumerated().flatMap { index, instruction in
      let results = instruction.results.indices.filter { types[instruction.results[$0]].element == .float32 }
      let isScalar = { (result: Int) in types[instruction.results[result]].shape.rank == 0 }
      return (results.filter { !isScalar($0) } + results.filter(isScalar)).map { (index, $0) }
    }
  }
}
