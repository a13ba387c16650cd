import Foundation

/// The arena of a program that is gone, kept for the next one.
///
/// Batches of prompts have programs of different lengths one after the other; fresh memory for each would be zeroed by the system,
/// page by page, which takes longer than some of their operations.
final class SpareArena: @unchecked Sendable {
  /// How many times as large as a program needs its arena may be: from one batch of sorted prompts to the next their tokens
  /// shrink to a half or a third.
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
