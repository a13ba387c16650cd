import Foundation

/// A task's instances in the order of their input hashes. Of a store only the first are known at once; the others are
/// found, by reading all instances, when they are asked for.
final class HashOrder: @unchecked Sendable {
  private let task: InstructionTask
  private let salt: UInt64
  private let lock = NSLock()
  private var known: [InputHash]

  /// How many instances there are.
  let count: Int

  init(of task: InstructionTask, salt: UInt64) {
    self.task = task
    self.salt = salt
    count = task.instances.count
    known = task.instances.store?.smallestHashes(task: task.name, salt: salt) ?? []
  }

  /// The hash at a place of the order, which is in `0..<count`.
  subscript(place: Int) -> InputHash { known(through: place)[place] }

  /// The order up to a place, or beyond.
  private func known(through place: Int) -> [InputHash] {
    lock.withLock {
      if place < known.count { return known }
      let hasher = InputHasher(task: task.name, salt: salt)
      known = task.instances.enumerated().map { InputHash(value: hasher.hash($1), index: $0) }.sorted()
      return known
    }
  }
}
