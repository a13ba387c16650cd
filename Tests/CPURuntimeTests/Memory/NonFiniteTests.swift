import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Running with a look at every value: the same results, and the first value that is not finite.
@Suite struct NonFiniteTests {
  @Test(arguments: [1, 2])
  func finiteProgram_runsToItsEnd(threads: Int) throws {
    for seed in UInt64(0)..<40 {
      let random = RandomProgram(seed: seed)
      let (plain, looking) = (
        try BoundProgram(random.program, threads: threads), try BoundProgram(random.program, threads: threads)
      )
      plain.set(random.inputs)
      looking.set(random.inputs)
      let expected = try plain.run().map(\.values)
      #expect(try looking.prepared.runToFirstNonFinite() == nil, "seed \(seed)")
      let found = random.program.outputs.map { output in
        let storage = output.isUpdate ? looking.storage[output.name]! : looking.prepared.output(output.name)
        return storage.type.element == .float32
          ? storage.floats.map(Double.init) : storage.integers.map(Double.init)
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  /// x / y, its square root, its sum: each can be the first to fail.
  @Test(
    arguments: [
      ([1, 2, 3], [1, 0, 1], "divide", 1), ([1, -4, 3], [1, 1, 1], "squareRoot", 1),
      ([1, 2, 3], [1, 1, 1], nil, 0),
      ([3e38, 3e38, 3e38], [1e-4, 1, 1], "divide", 0),
    ] as [([Double], [Double], String?, Int)])
  func firstValue_isNamed(_ x: [Double], _ y: [Double], _ operation: String?, _ element: Int) throws {
    let program = ProgramBuilder.record { builder in
      let quotient = builder.input("x", .float32([3])) / builder.input("y", .float32([3]))
      builder.output("sum", quotient.squareRoot().sum())
    }
    let bound = try BoundProgram(program, threads: 1)
    bound.set(["x": x, "y": y])
    let found = try bound.prepared.runToFirstNonFinite()
    #expect(found.map { program.instructions[$0.instruction].operation.name } == operation)
    #expect(found == nil || found?.element == element)
    #expect(found.map { !$0.value.isFinite } ?? true)
  }

  /// An operation whose first result is a scalar says which of its rows failed.
  @Test func rowsComeBeforeScalars() throws {
    let program = ProgramBuilder.record { builder in
      let results = builder.apply(
        LinearCrossEntropyObjective(),
        [
          builder.input("hidden", .float32([4, 3])), builder.input("weight", .float32([5, 3])),
          builder.input("labels", .int32([4])), builder.input("weights", .float32([4])),
        ])
      for (index, result) in results.enumerated() { builder.output("result \(index)", result) }
    }
    var hidden = (0..<12).map { Double($0) / 12 }
    hidden[7] = .nan
    let bound = try BoundProgram(program, threads: 1)
    bound.set([
      "hidden": hidden, "weight": (0..<15).map { Double($0 % 4) }, "labels": [0, 1, 2, 3],
      "weights": [1, 1, 1, 1],
    ])
    let found = try bound.prepared.runToFirstNonFinite()
    #expect(found?.result == 1 && found?.element == 2)
  }
}
