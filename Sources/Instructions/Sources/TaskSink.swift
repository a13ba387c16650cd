/// Receives tasks from a source while their file is read, so that no source has to hold a file's instances.
package protocol TaskSink {
  /// A task that was begun, without its instances: a source may complete it while it reads.
  subscript(task index: Int) -> InstructionTask { get set }
  /// Begins a task; instances that `task` has already are not looked at.
  /// - Returns: the index by which the task goes from here on.
  mutating func begin(_ task: InstructionTask) -> Int
  /// Adds an instance to a task that was begun.
  /// - Throws: what storing it throws.
  mutating func append(_ instance: Instance, to task: Int) throws
  /// Notes an instance that is of no use.
  mutating func skip(_ instance: SkippedInstance, of task: Int)
}

/// Keeps what a source reads in memory.
package struct CollectedTasks: TaskSink {
  private var headers: [InstructionTask] = []
  private var instances: [[Instance]] = []

  /// Nothing yet.
  package init() {}

  /// The tasks with their instances, in the order in which they were begun.
  package var tasks: [InstructionTask] {
    zip(headers, instances).map { header, instances in
      var task = header
      task.instances = InstanceList(instances)
      return task
    }
  }

  /// A task without its instances.
  package subscript(task index: Int) -> InstructionTask {
    get { headers[index] }
    set { headers[index] = newValue }
  }

  /// Begins a task.
  package mutating func begin(_ task: InstructionTask) -> Int {
    headers.append(task)
    instances.append([])
    return headers.count - 1
  }

  /// Adds an instance to a task.
  package mutating func append(_ instance: Instance, to task: Int) { instances[task].append(instance) }

  /// Notes an instance that is of no use.
  package mutating func skip(_ instance: SkippedInstance, of task: Int) {
    headers[task].skipped.append(instance)
  }
}

extension TaskSource {
  /// Reads the tasks of the file at `path` into memory.
  /// - Throws: what `read(_:into:)` throws.
  package func tasks(at path: String) throws -> [InstructionTask] {
    var collected = CollectedTasks()
    try read(path, into: &collected)
    return collected.tasks
  }
}
