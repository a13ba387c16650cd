import AutogradTestSupport
import CPURuntime
import Testing

@testable import Autograd

/// What a program is said to take is what it takes once it is prepared.
@Suite struct WorkspaceTests {
  @Test(arguments: 1...3)
  func planIsKept(threads: Int) {
    for seed in UInt64(0)..<60 {
      let program = RandomProgram(seed: seed).program
      let size = CPURuntime(threads: threads).workspace(of: program)
      let prepared = BoundProgram(program, threads: threads).prepared
      #expect(size.total == prepared.workspaceBytes && size.total == size.arena + size.outputs)
      let outputs = program.outputs.filter { !$0.isUpdate }
      #expect(size.outputs == outputs.reduce(0) { $0 + program.types[$1.value].byteCount })
    }
  }
}
