import Diagnostics

/// What can go wrong while packing.
package enum PackingError: UserError, Equatable {
  /// A number of the configuration is out of its range.
  case badNumber(name: String, value: String, requirement: String)
  /// An example is longer than a row, and the policy is to fail.
  case tooLong(task: String, instance: Int, inputs: Int, inputLength: Int, targets: Int, targetLength: Int)
  /// A packed batch contradicts itself: a fault of the program.
  case invariant(String)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .badNumber: .usage
    case .tooLong: .data
    case .invariant: .failure
    }
  }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .badNumber(let name, let value, let requirement):
      "the \(name) is \(value) but must be \(requirement)"
    case .tooLong(let task, let instance, let inputs, let inputLength, let targets, let targetLength):
      "instance \(instance) of the task '\(task)' has \(inputs) input and \(targets) target tokens;"
        + " a row holds \(inputLength) and \(targetLength)"
    case .invariant(let what): "a packed batch is inconsistent: \(what)"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .badNumber: nil
    case .tooLong: "Make the rows longer, or truncate or drop long examples."
    case .invariant: "This is a fault of the program: please report it."
    }
  }
}
