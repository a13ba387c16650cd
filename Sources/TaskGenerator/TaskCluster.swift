/// A group of tasks of one kind; held out from training as a whole or not at all.
public struct TaskCluster: Sendable {
  /// The folder's name, such as `word_positions`.
  public var name: String
  /// The number of the first task; the others follow, so that a cluster can grow without renaming others.
  public var firstNumber: Int
  /// Whether training never sees any task of the cluster.
  public var isHeldOut: Bool
  /// The kind of reasoning, for the files' `Reasoning` field.
  public var reasoning: String
  /// The tasks, in the order of their numbers.
  public var tasks: [TaskDefinition]

  /// Groups tasks.
  public init(
    _ name: String, from firstNumber: Int, heldOut: Bool = false, reasoning: String, tasks: [TaskDefinition]
  ) {
    self.name = name
    self.firstNumber = firstNumber
    self.isHeldOut = heldOut
    self.reasoning = reasoning
    self.tasks = tasks
  }

  /// The number of the task at `index`.
  public func number(at index: Int) -> Int { firstNumber + index }

  /// The full name of the task at `index`, such as `task001_first_word`.
  public func taskName(at index: Int) -> String {
    let digits = String(number(at: index))
    return "task" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + "_" + tasks[index].slug
  }
}
