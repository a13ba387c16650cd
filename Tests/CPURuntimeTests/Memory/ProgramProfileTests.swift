import Testing

@testable import Autograd
@testable import CPURuntime

@Suite struct ProgramProfileTests {
  @Test func entriesCoverTheProgram() throws {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([40, 50]))
      let y = (x.times(x, transposingOther: true).exponential() + builder.constant(1, [40, 40])).exponential()
      builder.output("y", y.reshaped(to: [1600]))
    }
    let runtime = CPURuntime(threads: 2)
    let storage = ["x": runtime.makeStorage(.float32([40, 50]))]
    storage["x"]?.set([Float](repeating: 0.01, count: 2000))
    let prepared = runtime.prepare(program, storage: storage)
    try prepared.run()
    let expected = prepared.output("y").floats
    let profile = try ProgramProfile(prepared, runs: 3)
    // A timed run is a run.
    #expect(prepared.output("y").floats == expected)
    let counts = Dictionary(uniqueKeysWithValues: profile.entries.map { ($0.operation, $0.count) })
    #expect(counts == ["matrixProduct": 1, "exponential": 2, "add": 1, "constant": 1, "reshape": 1])
    #expect(profile.entries.map(\.seconds) == profile.entries.map(\.seconds).sorted(by: >))
    #expect(profile.entries.allSatisfy { ($0.seconds > 0) == ($0.operation != "reshape") })
    #expect(profile.entries.reduce(Cost.zero) { $0 + $1.cost } == program.cost)
  }
}
