import Diagnostics
import Foundation

/// An open store and what takes its place where it turns out to be damaged while it is read: the source is read again, so
/// that the command goes on.
final class StoreHandle: @unchecked Sendable {
  let file: StoreFile
  private let readAgain: @Sendable (TaskDataError) throws -> [InstructionTask]
  private let lock = NSLock()
  private var isTried = false
  private var lists: [InstanceList]?

  /// - Parameter readAgain: the same tasks from elsewhere, given the damage.
  init(_ file: StoreFile, readAgain: @escaping @Sendable (TaskDataError) throws -> [InstructionTask]) {
    self.file = file
    self.readAgain = readAgain
  }

  /// The instances of a task that take the place of the store's, once that is damaged; `nil` where there are none.
  func replacement(of task: Int) -> InstanceList? {
    guard let damage = file.failure else { return nil }
    return lock.withLock {
      if !isTried {
        isTried = true
        let tasks = try? readAgain(damage)
        // Anything else than what was stored is of no use: what has been read already must stay right.
        if tasks?.map(\.instances.count) == file.entries.map(\.count) { lists = tasks?.map(\.instances) }
      }
      return lists?[task]
    }
  }

  /// The tasks, whose instances are read when they are asked for.
  var tasks: [InstructionTask] {
    file.entries.indices.map { number in
      var task = file.entries[number].task
      task.instances = InstanceList(StoredInstances(handle: self, task: number))
      return task
    }
  }
}
