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
