import Autograd
import AutogradTestSupport
import PJRT
import Testing

@testable import XLARuntime

/// Programs, states and storage on a device.
@Suite(.needsPlugIn) struct PreparedXLAProgramTests {
  @Test(arguments: UInt64(0)..<12)
  func randomProgramsEqualTheInterpreter(_ seed: UInt64) throws {
    let random = RandomProgram(seed: seed)
    let bound = try BoundProgram(random.program, on: TestDevice.runtime())
    var inputs = random.inputs
    bound.set(inputs)
    for _ in 0..<3 {
      let expected = Interpreter.run(random.program, inputs)
      for (output, (actual, expected)) in zip(random.program.outputs, zip(try bound.run(), expected)) {
        let found = actual.disagreement(with: expected, magnitude: 1)
        #expect(found == nil, "seed \(seed), \(output.name): \(found ?? "")")
        if output.isUpdate { inputs[output.name] = expected.values }
      }
    }
  }

  @Test func statesMayChangePlaces_andOldOnesBeOutputs() throws {
    let program = ProgramBuilder.record { builder in
      let (x, y) = (builder.input("x", .float32([2])), builder.input("y", .float32([2])))
      builder.update("x", with: y)
      builder.update("y", with: x)
      builder.output("old", x)
      builder.output("sum", (x + y).sum())
    }
    let bound = try BoundProgram(program, on: TestDevice.runtime())
    bound.set(["x": [1, 2], "y": [3, 4]])
    #expect(try bound.run().map(\.values) == [[3, 4], [1, 2], [1, 2], [10]])
    #expect(try bound.run().map(\.values) == [[1, 2], [3, 4], [3, 4], [10]])
    bound.set(["x": [5, 6]])
    #expect(try bound.run().map(\.values) == [[3, 4], [5, 6], [5, 6], [18]])
  }

  /// One storage for two inputs, of which one is replaced: its memory is not given away.
  @Test func aStateMayBeBoundTwice() throws {
    let program = ProgramBuilder.record { builder in
      let (x, same) = (builder.input("x", .float32([2])), builder.input("same", .float32([2])))
      builder.update("x", with: x + same)
    }
    let runtime = try TestDevice.runtime()
    let storage = runtime.makeStorage(.float32([2]))
    storage.set([1, 2] as [Float])
    let prepared = try runtime.prepare(program, storage: ["x": storage, "same": storage])
    for expected in [[2, 4], [4, 8], [8, 16]] as [[Float]] {
      try prepared.run()
      #expect(storage.floats == expected)
    }
  }

  /// A program's outputs, scalars among them, are inputs of another.
  @Test func outputsMayBeInputsElsewhere() throws {
    let runtime = try TestDevice.runtime()
    let first = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([3]))
      builder.output("double", x.scaled(by: 2))
      builder.output("sum", x.sum())
    }
    let x = runtime.makeStorage(.float32([3]))
    let one = try runtime.prepare(first, storage: ["x": x])
    let second = ProgramBuilder.record { builder in
      let (double, sum) = (builder.input("double", .float32([3])), builder.input("sum", .float32([])))
      builder.output("y", double * sum.broadcast(to: [3]))
    }
    let two = try runtime.prepare(
      second, storage: ["double": one.output("double"), "sum": one.output("sum")])
    for scale in [Float(1), 3] {
      x.set([1, 2, 3].map { $0 * scale })
      try one.run()
      try two.run()
      #expect(two.output("y").floats == [12, 24, 36].map { $0 * scale * scale })
    }
  }

  @Test func storageIsZeroUntilItIsWritten_andRevisionsGrow() throws {
    let runtime = try TestDevice.runtime()
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2, 2]))
      builder.update("x", with: x.offset(by: 1))
      builder.output("sum", x.sum())
    }
    let x = runtime.makeStorage(.float32([2, 2]))
    #expect(x.floats == [0, 0, 0, 0])
    let prepared = try runtime.prepare(program, storage: ["x": x])
    let before = (x.revision, prepared.output("sum").revision)
    try prepared.run()
    #expect(x.revision > before.0 && prepared.output("sum").revision > before.1)
    let after = x.revision
    #expect(x.floats == [1, 1, 1, 1] && prepared.output("sum").floats == [0])
    #expect(x.revision == after)
    x.withMutableBytes { $0.storeBytes(of: 5, as: Float.self) }
    #expect(x.revision > after)
    try prepared.run()
    #expect(x.floats == [6, 2, 2, 2] && prepared.output("sum").floats == [8])
  }

  /// The compiler's figure: arguments that are replaced take no more memory.
  @Test func statesAreReplacedInPlace() throws {
    let runtime = try TestDevice.runtime()
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([1000]))
      builder.update("x", with: x.offset(by: 1))
    }
    let prepared = try runtime.prepare(program, storage: ["x": runtime.makeStorage(.float32([1000]))])
    let memory = try #require(prepared as? PreparedXLAProgram).memory
    #expect(memory.arguments == 4000 && memory.results == 4000 && memory.donated == 4000)
  }

  @Test func timesAreOfTheWholeRun() throws {
    let program = ProgramBuilder.record { builder in
      builder.output("y", builder.input("x", .float32([2])).exponential().exponential())
    }
    let bound = try BoundProgram(program, on: TestDevice.runtime())
    let times = try bound.prepared.runTimed()
    #expect(times.count == 2 && times[0] > .zero && times[1] == .zero)
  }

  /// More memory than there is: an error that says so, not an end of the process.
  @Test func tooLittleMemory_isAnError() throws {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([]))
      builder.output("y", x.reshaped(to: [1, 1]).broadcast(to: [1 << 24, 1 << 24]))
    }
    let error = #expect(throws: PJRTError.self) {
      try BoundProgram(program, on: TestDevice.runtime()).prepared.run()
    }
    #expect(error?.isOutOfMemory == true, "\(String(describing: error))")
  }
}
