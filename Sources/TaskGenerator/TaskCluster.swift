/// A group of tasks of one kind; held out from training as a whole or not at all.
package struct TaskCluster: Sendable {
  /// The folder's name, such as `word_positions`.
  package var name: String
  /// The number of the first task; the others follow, so that a cluster can grow without renaming others.
  package var firstNumber: Int
  /// Whether training never sees any task of the cluster.
  package var isHeldOut: Bool
  /// The kind of reasoning, for the files' `Reasoning` field.
  package var reasoning: String
  /// The tasks, in the order of their numbers.
  package var tasks: [TaskDefinition]

  /// Groups tasks.
  package init(
    _ name: String, from firstNumber: Int, heldOut: Bool = false, reasoning: String, tasks: [TaskDefinition]
  ) {
    self.name = name
    self.firstNumber = firstNumber
    self.isHeldOut = heldOut
    self.reasoning = reasoning
    self.tasks = tasks
  }

  /// The number of the task at `index`.
  package func number(at index: Int) -> Int { firstNumber + index }

  /// The full name of the task at `index`, such as `task001_first_word`.
  package func taskName(at index: Int) -> String {
    let digits = String(number(at: index))
    return "task" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + "_" + tasks[index].slug
  }
}

/// Every task that the package writes.
package enum TaskCatalogue {
  /// The clusters that training may use, then those that are held out.
  package static let clusters: [TaskCluster] = trained + heldOut

  /// The clusters that training may use.
  static let trained: [TaskCluster] = [
    .wordPositions, .listRearranging, .listNeighbors, .commands, .counting, .numberComparison, .numberSorting,
    .arithmetic, .calendar, .categories, .statedRules, .tables, .passages, .inference, .questionWriting,
    .grammar,
    .sentiment, .rewriting, .patterns, .records,
  ]

  /// The clusters that training never sees.
  static let heldOut: [TaskCluster] = [.schedules, .dialogues, .queues, .messages]
}
