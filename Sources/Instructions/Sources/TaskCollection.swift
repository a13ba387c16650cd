import Diagnostics

/// The tasks of one or several files and folders, sorted by name.
package struct TaskCollection: Sendable {
  /// The tasks, in the order of their names' bytes; never empty.
  package let tasks: [InstructionTask]
  private let indices: [String: Int]

  /// A collection of `tasks`.
  /// - Throws: `TaskDataError.emptyTask`, `TaskDataError.duplicateTask`.
  package init(_ tasks: [InstructionTask]) throws(TaskDataError) {
    self.tasks = tasks.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var indices: [String: Int] = [:]
    for (index, task) in self.tasks.enumerated() {
      if task.instances.isEmpty || task.validationStart == 0 {
        throw .emptyTask(location: task.origin, task: task.name, skipped: task.skippedCount)
      }
      if let first = indices.updateValue(index, forKey: task.name) {
        throw .duplicateTask(location: task.origin, task: task.name, first: self.tasks[first].origin)
      }
    }
    self.indices = indices
  }

  /// The task named `name`.
  /// - Throws: `TaskDataError.unknownTask`.
  package func task(named name: String) throws(TaskDataError) -> InstructionTask {
    guard let index = indices[name] else { throw .unknownTask(name: name, valid: tasks.map(\.name)) }
    return tasks[index]
  }

  /// The names of the clusters, sorted.
  package var clusters: [String] { Array(Set(tasks.map(\.cluster))).sorted() }

  /// What was left out while reading, in the order of tasks and lines; of very large files the first of each
  /// task.
  package var skipped: [SkippedInstance] { tasks.flatMap(\.skipped) }

  /// Per task: the instances in its files, those kept, and those left out with reasons.
  package var ledger: Ledger {
    var ledger = Ledger()
    for task in tasks {
      var counts = Ledger.Counts()
      counts.read = task.instances.count + task.skippedCount
      counts.used = task.instances.count
      for entry in task.skipped { counts.dropped[entry.reason, default: 0] += 1 }
      counts.dropped.merge(task.unlistedSkips, uniquingKeysWith: +)
      ledger.add(counts, task: task.name)
    }
    return ledger
  }
}

// MARK: - Loading

extension TaskCollection {
  /// Reads one file or all task files of one folder into memory.
  /// - Throws: see `load(paths:)`.
  package static func load(
    path: String, description: SourceDescription = SourceDescription()
  ) throws -> TaskCollection {
    var collected = CollectedTasks()
    try SourceFiles(path: path, description: description).read(into: &collected)
    return try TaskCollection(collected.tasks)
  }

  /// Reads several files or folders into memory.
  ///
  /// Of a folder and the folders in it, all task files are read, in the order of their names; other files and
  /// hidden ones are passed over.
  /// - Throws: `FileError` (`empty` for a folder without task files), `GzipError`, `TextFileError`,
  ///   `JSONError`, `SourceError`, `TaskDataError`, `TemplateError`; the error names file, line and field.
  package static func load(paths: [String]) throws -> TaskCollection {
    var collected = CollectedTasks()
    for path in paths { try SourceFiles(path: path).read(into: &collected) }
    return try TaskCollection(collected.tasks)
  }
}
