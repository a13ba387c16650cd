import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// What a program is said to take is what it takes once it is prepared.
@Suite struct WorkspaceTests {
  @Test(arguments: 1...3)
  func planIsKept(threads: Int) throws {
    for seed in UInt64(0)..<60 {
      let program = RandomProgram(seed: seed).program
      let size = CPURuntime(threads: threads).workspace(of: program)
      let prepared = try BoundProgram(program, threads: threads).prepared
      #expect(size.alone == prepared.workspaceBytes && size.alone == size.arena + size.outputsOfInputs)
      let outputs = program.outputs.filter { !$0.isUpdate }
      #expect(size.outputs == outputs.reduce(0) { $0 + program.types[$1.value].byteCount })
      #expect(size.outputsOfInputs <= size.outputs)
    }
  }

  @Test(arguments: 1...3)
  func planIsKeptInASharedWorkspace(threads: Int) {
    for seed in UInt64(0)..<60 {
      let program = RandomProgram(seed: seed).program
      let runtime = CPURuntime(threads: threads)
      let size = runtime.workspace(of: program)
      let workspace = runtime.makeWorkspace(byteCount: size.arena)
      let storage = Dictionary(
        uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
      let prepared = runtime.prepare(program, storage: storage, workspace: workspace)
      #expect(size.shared == workspace.byteCount + prepared.workspaceBytes)
    }
  }

  /// Alone a program's outputs stay in its arena: as long as one is held, no other program gets it.
  @Test func outputsOutliveTheirProgram() throws {
    let runtime = CPURuntime(threads: 1)
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2_000_000]))
      builder.output("exponential", x.exponential())
      builder.output("x", x)
    }
    func output(_ value: Float, _ name: String) throws -> any TensorStorage {
      let x = runtime.makeStorage(.float32([2_000_000]))
      x.set([Float](repeating: value, count: 2_000_000))
      let prepared = runtime.prepare(program, storage: ["x": x])
      try prepared.run()
      return prepared.output(name)
    }
    let first = try output(0, "exponential")
    let (second, input) = (try output(1, "exponential"), try output(2, "x"))
    #expect(first.floats.allSatisfy { $0 == 1 })
    #expect(second.floats.allSatisfy { abs($0 - 2.7182817) < 1e-6 })
    #expect(input.floats.allSatisfy { $0 == 2 })
    let size = runtime.workspace(of: program)
    #expect(size.alone == MemoryPlan.aligned(8_000_000) + 8_000_000 && size.outputs == 16_000_000)
  }
}
