import Autograd

/// An arena, held by the programs whose values it has.
final class CPUWorkspace: Workspace {
  let memory: AlignedMemory
  private let spare: SpareArena?
  /// Whether several programs may hold it.
  var isShared: Bool { spare == nil }

  /// - Parameter spare: who gets the memory when its only program is gone; `nil` for memory of several programs.
  init(_ memory: AlignedMemory, returningTo spare: SpareArena? = nil) {
    self.memory = memory
    self.spare = spare
  }

  deinit { spare?.giveBack(memory) }

  var byteCount: Int { memory.bytes.count }
}

extension CPURuntime {
  /// What preparing `program` would take: the sizes of the very plan that it would make.
  public func workspace(of program: Program) -> WorkspaceSize {
    let program = runnable(program)
    let plan = MemoryPlan(program, threads: threads)
    let outputs = program.outputs.filter { !$0.isUpdate }
    func bytes(_ outputs: [Program.Output]) -> Int {
      outputs.reduce(0) { $0 + program.types[$1.value].byteCount }
    }
    return WorkspaceSize(
      arena: plan.arenaBytes, outputs: bytes(outputs),
      outputsOfInputs: bytes(outputs.filter { plan.offset(of: $0.value) == nil }))
  }
}
