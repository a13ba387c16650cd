import Diagnostics

/// What can be wrong with a mixture.
package enum MixtureError: UserError, Equatable {
  /// A sub-mixture or rate names a task that was not loaded or is held out.
  case unknownTask(subMixture: String, name: String, valid: [String])
  /// Two sub-mixtures claim one task.
  case claimedTwice(task: String, first: String, second: String)
  /// Trained tasks that no sub-mixture takes.
  case unclaimed(tasks: [String])
  /// A sub-mixture without tasks, or whose rates are all 0.
  case emptySubMixture(name: String)
  /// Two sub-mixtures without a list of tasks.
  case twoRemainders(first: String, second: String)
  /// A number that is out of its range.
  case badNumber(subMixture: String, what: String, value: Double, requirement: String)
  /// No task has a positive share.
  case nothingToMix
  /// A position or step that does not exist.
  case badPosition(Int)
  /// A name in a selection that no task has.
  case unmatchedPattern(text: String, valid: [String])
  /// More tasks are asked for than there are.
  case notEnoughTasks(asked: Int, present: Int)
  /// A selection that no task passes.
  case nothingSelected(tasks: Int)
  /// A share of chain of thought outside 0 to 1, or for which no task is `missing` rationales: `with` or
  /// `without`.
  case badChainOfThoughtShare(Double, missing: String?)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .usage }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .unknownTask(let mixture, let name, _):
      "the sub-mixture '\(mixture)' names '\(name)', which is no trained task"
    case .claimedTwice(let task, let first, let second):
      "the task '\(task)' is in two sub-mixtures, '\(first)' and '\(second)'"
    case .unclaimed(let tasks):
      "\(tasks.count) trained tasks are in no sub-mixture: \(tasks.prefix(5).joined(separator: ", "))"
        + (tasks.count > 5 ? ", ..." : "")
    case .emptySubMixture(let name): "the sub-mixture '\(name)' has no task with a positive rate"
    case .twoRemainders(let first, let second):
      "the sub-mixtures '\(first)' and '\(second)' both take the remaining tasks"
    case .badNumber(let mixture, let what, let value, let requirement):
      "the \(what) of the sub-mixture '\(mixture)' is \(value) but must be \(requirement)"
    case .nothingToMix: "no task has a positive share"
    case .badPosition(let position): "there is no step or position \(position)"
    case .unmatchedPattern(let text, _): "there is no trained task '\(text)'"
    case .notEnoughTasks(let asked, let present):
      "\(asked) tasks are asked for, but there \(present == 1 ? "is 1" : "are \(present)")"
    case .nothingSelected(let tasks): "none of the \(tasks) trained tasks passes the selection"
    case .badChainOfThoughtShare(let share, nil):
      "the share of chain of thought is \(share) but must be from 0 to 1"
    case .badChainOfThoughtShare(let share, let missing?):
      "the share of chain of thought is \(share), but there is no trained task \(missing) rationales"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .unknownTask(_, let name, let valid): NearestName.advice(for: name, in: valid)
    case .claimedTwice: "Take it out of one of them."
    case .unclaimed: "Add them to a sub-mixture, or make one without a list of tasks, which takes the rest."
    case .emptySubMixture: "Add tasks to it or remove it."
    case .twoRemainders: "Give one of them a list of tasks."
    case .badNumber: nil
    case .nothingToMix: "Give at least one task a positive rate."
    case .badPosition: "Steps and positions count from 0 and must fit 63 bits."
    case .unmatchedPattern(let text, let valid): NearestName.advice(for: text, in: valid)
    case .notEnoughTasks: "Lower the number, or write \"all\"."
    case .nothingSelected: "Include more, or exclude less."
    case .badChainOfThoughtShare(_, nil): nil
    case .badChainOfThoughtShare(_, "with"): "Set it to 0 or null, or add tasks with rationales."
    case .badChainOfThoughtShare: "Set it to 1 or null, or add other tasks."
    }
  }
}
