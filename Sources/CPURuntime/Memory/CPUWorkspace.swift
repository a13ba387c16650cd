import Autograd
import Foundation

/// An arena, held by the programs whose values it has.
final class CPUWorkspace: Workspace {
  let memory: AlignedMemory
  private let spare: SpareArena?
  /// Whether several programs may hold it.
  var isShared: Bool { spare == nil }

  /// - Parameter spare: who gets the memory when its only program is gone; `nil` for memory of several
  ///   programs.
  init(_ memory: AlignedMemory, returningTo spare: SpareArena? = nil) {
    self.memory = memory
    self.spare = spare
  }

  deinit { spare?.giveBack(memory) }

  var byteCount: Int { memory.bytes.count }
}

/// The arena of a program that is gone, kept for the next one.
///
/// Batches of prompts have programs of different lengths one after the other; fresh memory for each would be
/// zeroed by the system, page by page, which takes longer than some of their operations.
final class SpareArena: @unchecked Sendable {
  /// How many times as large as a program needs its arena may be: from one batch of sorted prompts to the
  /// next their tokens shrink to a half or a third.
  private static let waste = 4

  private let lock = NSLock()
  private var spare: AlignedMemory?

  /// Memory of at least `byteCount` bytes with any contents.
  func take(_ byteCount: Int) -> AlignedMemory {
    lock.withLock {
      if let spare, spare.bytes.count >= byteCount {
        // A small program leaves a large arena to a large one.
        if spare.bytes.count / Self.waste > byteCount { return AlignedMemory(byteCount: byteCount) }
        self.spare = nil
        return spare
      }
      spare = nil
      return AlignedMemory(byteCount: byteCount)
    }
  }

  /// Keeps a program's memory, unless there is more already.
  func giveBack(_ memory: AlignedMemory) {
    lock.withLock {
      if memory.bytes.count > spare?.bytes.count ?? 0 { spare = memory }
    }
  }
}
