import Diagnostics
import Foundation

/// An open store and what takes its place where it turns out to be damaged while it is read: the source is
/// read again, so that the command goes on.
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

  /// The instances of a task that take the place of the store's, once that is damaged; `nil` where there are
  /// none.
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

/// A source of tasks whose instances can be kept in a store.
package protocol StorableSource: Sendable {
  /// The path that it is known by.
  var path: String { get }
  /// The files whose content decides what is read.
  var files: [String] { get }
  /// In text, all else that decides what is read.
  var settings: String { get }
  /// Reads every task into `sink`.
  /// - Throws: what the readers and the sink throw.
  func read(into sink: inout some TaskSink) throws
}

extension SourceFiles: StorableSource {
  /// The task files, and the descriptions and lists that had a say in how they are read.
  package var files: [String] { (entries + validation).map(\.path) + companions }

  /// What is said of each file.
  package var settings: String {
    let held = validation.map { "validation \(String(reflecting: $0.description))" }
    return (entries.map { String(reflecting: $0.description) } + held).joined(separator: "\n")
  }
}
