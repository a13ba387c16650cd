import Autograd

extension CPURuntime {
  /// What preparing `program` would take: the sizes of the very plan that it would make.
  public func workspace(of program: Program) -> WorkspaceSize {
    WorkspaceSize(
      arena: MemoryPlan(program, threads: threads).arenaBytes,
      outputs: program.outputs.reduce(0) { $0 + ($1.isUpdate ? 0 : program.types[$1.value].byteCount) })
  }
}
