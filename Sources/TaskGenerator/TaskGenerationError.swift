import Diagnostics

/// Why a task could not be made.
package enum TaskGenerationError: UserError, Equatable {
  /// The rule of `task` kept repeating itself after `found` of `wanted` instances.
  case exhausted(task: String, found: Int, wanted: Int)

  /// Data.
  package var category: FailureCategory { .data }
  /// None: the rule is code.
  package var location: SourceLocation? { nil }
  /// Which task, and how far it came.
  package var problem: String {
    switch self {
    case .exhausted(let task, let found, let wanted):
      "the rule of task '\(task)' yields only \(found) different instances where \(wanted) are wanted"
    }
  }
  /// How to widen the rule.
  package var nextStep: String? {
    "Give the rule more words or numbers to draw from, or ask for fewer instances."
  }
}
